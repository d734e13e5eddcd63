import { Select } from "./input";

/** One thing to narrow a list down by. */
export interface FilterChoice {
  name: string;
  label: string;
  /** Said where nothing is chosen. */
  any: string;
  options: Readonly<Record<string, string>>;
  chosen: string | undefined;
}

/** A choice of a form that filters a list; it counts at once. */
export function FilterSelect({ choice, className }: { choice: FilterChoice; className?: string }) {
  const { name, label, any, options, chosen } = choice;
  return (
    <Select
      name={name}
      aria-label={label}
      defaultValue={chosen ?? ""}
      onChange={({ currentTarget }) => currentTarget.form?.requestSubmit()}
      className={className}
    >
      <option value="">{any}</option>
      {Object.entries(options).map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </Select>
  );
}
