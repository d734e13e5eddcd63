/**
 * What a tenant wrote cannot work. The message says what is wrong and what to do, and is shown to
 * the tenant beside the field.
 */
export class TextFault extends Error {
  override readonly name = "TextFault";
}
