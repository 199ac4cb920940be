"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogButtons } from "#components/ui/dialog.tsx";

const KEPT =
  "Nothing of it is in force. It stays in this browser until you come back, save it or discard it.";

/** Asks before a link leads away from a draft; the browser asks before the page closes. */
export function LeaveGuard({ active, consequence = KEPT }: { active: boolean; consequence?: string }) {
  const router = useRouter();
  const [target, setTarget] = useState<string>();
  useEffect(() => {
    if (!active) return;
    const beforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const href = leadsTo(event);
      if (!href) return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(href);
    };
    window.addEventListener("beforeunload", beforeUnload);
    document.addEventListener("click", onClick, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", beforeUnload);
      document.removeEventListener("click", onClick, { capture: true });
    };
  }, [active]);
  return (
    <Dialog
      open={target !== undefined}
      onOpenChange={() => setTarget(undefined)}
      title="Leave with an unsaved draft?"
      description={consequence}
    >
      <DialogButtons>
        <Button
          onClick={() => {
            setTarget(undefined);
            if (target) router.push(target);
          }}
        >
          Leave
        </Button>
        <Button kind="first" onClick={() => setTarget(undefined)}>
          Stay
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

/** The address of a plain press on a link to another page of ours. */
function leadsTo(event: MouseEvent): string | undefined {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!plain || !(link instanceof HTMLAnchorElement) || (link.target && link.target !== "_self"))
    return undefined;
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.pathname === location.pathname) return undefined;
  return url.pathname + url.search;
}
