import { clsx, type ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// our type sizes are tokens, which the library would take for colours
const merge = extendTailwindMerge({
  extend: {
    classGroups: { "font-size": [{ text: ["micro", "small", "body", "lead", "title", "head", "figure"] }] },
  },
});

/** Joins class names; of two that say the same, the later wins. */
export const classes = (...values: ClassValue[]): string => merge(clsx(values));
