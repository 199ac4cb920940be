"use client";
import { Toaster as Sonner, toast as sonner } from "sonner";
import { Button } from "./button.tsx";
import { Glyph, type Shape } from "./status.tsx";

interface Fact {
  /** "Policy overnight-batch saved" */
  fact: string;
  /** What follows: "Generation 8 rolls out to 3 clusters." */
  consequence?: string;
  verb?: { label: string; onClick: () => void };
}

/** A fact, a consequence, one verb. 5 s; failures stay. Never the only place of a fact. */
export const toast = {
  done: (fact: Fact) => show("done", fact, 5_000),
  notice: (fact: Fact) => show("drifted", fact, 5_000),
  failed: (fact: Fact) => show("failed", fact, Number.POSITIVE_INFINITY),
};

function show(shape: Shape, { fact, consequence, verb }: Fact, duration: number): void {
  sonner.custom(
    (id) => (
      <div
        role={shape === "failed" ? "alert" : "status"}
        className="grid w-full font-sans grid-cols-[20px_minmax(0,1fr)_auto] items-start gap-0.5 rounded-3 bg-raised py-2.5 pr-1.5 pl-3 shadow-float touch:w-[400px]"
      >
        <Glyph shape={shape} className="mt-1" />
        <span>
          <b>{fact}</b>
          {consequence && <small className="block text-small text-ink-2">{consequence}</small>}
        </span>
        <Button
          small
          kind="quiet"
          className="self-center"
          onClick={() => {
            sonner.dismiss(id);
            verb?.onClick();
          }}
        >
          {verb?.label ?? "Close"}
        </Button>
      </div>
    ),
    { duration },
  );
}

export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      visibleToasts={4}
      gap={10}
      offset={20}
      mobileOffset={{ bottom: 72, left: 8, right: 8 }}
      containerAriaLabel="Notices"
    />
  );
}
