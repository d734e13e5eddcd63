/** A session ends so many days after it began, whatever is done with it, and sooner where it is not used. */
export const sessionDays = { most: 30, unused: 14 } as const;
