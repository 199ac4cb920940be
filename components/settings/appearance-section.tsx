"use client";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { useTimeZone } from "#components/ui/clock.tsx";
import { Section } from "#components/ui/section.tsx";
import { Segmented } from "#components/ui/segmented.tsx";

const THEMES = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

const never = () => () => undefined;

/** Kept in this browser. */
export function AppearanceSection() {
  const { theme = "system", setTheme } = useTheme();
  // the server cannot know the theme: until the browser has the page, none is marked
  const known = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const timeZone = useTimeZone();
  return (
    <Section title="Appearance" aside="kept in this browser">
      <Segmented
        label="Theme"
        choices={THEMES}
        value={known ? (theme as "system" | "light" | "dark") : "system"}
        onChange={setTheme}
      />
      <p className="mt-2 text-small text-ink-3">
        Times are shown in {timeZone}, as your browser says; UTC on hover. Motion follows your system’s wish.
      </p>
    </Section>
  );
}
