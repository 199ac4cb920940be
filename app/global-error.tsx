"use client";
import { DatabaseAway } from "#components/shell/database-away.tsx";
import "./globals.css";

export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <DatabaseAway onRetry={reset} />
      </body>
    </html>
  );
}
