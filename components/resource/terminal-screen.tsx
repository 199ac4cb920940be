"use client";
import "@xterm/xterm/css/xterm.css";
import { FitAddon } from "@xterm/addon-fit";
import { type ITheme, Terminal } from "@xterm/xterm";
import { useTheme } from "next-themes";
import { useEffect, useRef } from "react";
import { useTRPCClient } from "#components/shell/trpc.ts";
import type { TerminalEvent } from "#server/domain/resource/terminal.ts";
import { bytesOf, createKeySender } from "./terminal-keys.ts";

export interface Shell {
  cluster: string;
  namespace: string;
  pod: string;
  container: string;
  command: string;
}
interface TerminalScreenProps {
  shell: Shell;
  /** It ended, or is to end: what it wrote stays to be read. */
  over: boolean;
  onOpen: () => void;
  onEnd: (why: string | null) => void;
}
const SCROLLBACK = 5_000;

/** xterm.js; it is loaded where a shell is opened, and nowhere else. One mounting is one shell; F6 leaves it. */
export function TerminalScreen({ shell, over, onOpen, onEnd }: TerminalScreenProps) {
  const client = useTRPCClient();
  const host = useRef<HTMLDivElement>(null);
  const terminal = useRef<Terminal>(null);
  const leave = useRef<() => void>(null);
  const first = useRef(shell);
  const told = useRef({ onOpen, onEnd });
  useEffect(() => {
    told.current = { onOpen, onEnd };
  });
  const { resolvedTheme } = useTheme();
  useEffect(() => {
    if (resolvedTheme && terminal.current && host.current)
      terminal.current.options.theme = themeOf(host.current);
  }, [resolvedTheme]);

  useEffect(() => {
    if (!over || !terminal.current) return;
    leave.current?.();
    terminal.current.options.disableStdin = true;
    terminal.current.options.cursorBlink = false;
  }, [over]);

  useEffect(() => {
    if (!host.current) return;
    const screen = screenIn(host.current);
    terminal.current = screen.terminal;
    const session = crypto.randomUUID();
    const lost = (error: unknown) => screen.terminal.write(`\r\n[${sentenceOf(error)}]\r\n`);
    const typed = createKeySender(
      (base64) => client.resource.terminalInput.mutate({ session, base64 }),
      lost,
    );
    screen.terminal.onData(typed);
    screen.terminal.onResize(({ cols, rows }) => {
      client.resource.terminalInput.mutate({ session, size: { columns: cols, rows } }).catch(lost);
    });
    const { cols, rows } = screen.terminal;
    const subscription = client.resource.terminal.subscribe(
      { ...first.current, session, size: { columns: cols, rows } },
      {
        onData: ({ data }) => show(screen.terminal, data, told.current),
        onError: ({ message }) => told.current.onEnd(message),
      },
    );
    leave.current = () => subscription.unsubscribe();
    return () => {
      subscription.unsubscribe();
      screen.stop();
    };
  }, [client]);
  return (
    <div
      ref={host}
      data-testid="terminal"
      className="h-[min(60dvh,520px)] overflow-hidden rounded-2 border border-control bg-paper-2 py-2 pl-2.5"
    />
  );
}

function show(
  terminal: Terminal,
  event: TerminalEvent,
  { onOpen, onEnd }: Pick<TerminalScreenProps, "onOpen" | "onEnd">,
): void {
  switch (event.kind) {
    case "open":
      terminal.focus();
      return onOpen();
    case "output":
      if (event.leftOut > 0) terminal.write(`\r\n[${event.leftOut} bytes left out]\r\n`);
      return terminal.write(bytesOf(event.base64));
    case "ended":
      return onEnd(event.why);
  }
}

function screenIn(host: HTMLElement) {
  const style = getComputedStyle(host);
  const terminal = new Terminal({
    cursorBlink: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    fontFamily: `${style.getPropertyValue("--font-geist-mono")}, ui-monospace, monospace`,
    fontSize: 12,
    lineHeight: 1.25,
    minimumContrastRatio: 4.5, // whatever colours a program chooses, on either paper
    screenReaderMode: true,
    scrollback: SCROLLBACK,
    theme: themeOf(host),
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(host);
  fit.fit();
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.key !== "F6") return true;
    if (event.type === "keydown") terminal.blur();
    return false; // Tab belongs to the shell: there must be another way out
  });
  const observer = new ResizeObserver(() => fit.fit());
  observer.observe(host);
  return {
    terminal,
    stop() {
      observer.disconnect();
      terminal.dispose();
    },
  };
}

function themeOf(host: HTMLElement): ITheme {
  const style = getComputedStyle(host);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    background: token("--paper-2"),
    foreground: token("--ink"),
    cursor: token("--ink"),
    cursorAccent: token("--paper-2"),
    selectionBackground: token("--lapis-wash"),
    selectionForeground: token("--ink"),
  };
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
