"use client";
import { useEffect, useState } from "react";
import { PAGE } from "./list.prepare.ts";

interface Reading {
  hasNextPage: boolean;
  isFetching: boolean;
  error: unknown;
  fetchNextPage: () => Promise<unknown>;
}

/** What is looked for is read on for, page after page, until there is a page of it or no more; without a text, on demand. */
export function useSearch(list: Reading, text: string, found: number) {
  const { hasNextPage, isFetching, error, fetchNextPage } = list;
  const [asked, setAsked] = useState({ text, wanted: PAGE });
  const wanted = asked.text === text ? asked.wanted : PAGE;
  const searching = text.trim() !== "" && found < wanted && hasNextPage && !error;
  useEffect(() => {
    if (searching && !isFetching) void fetchNextPage();
  }, [searching, isFetching, fetchNextPage]);
  return {
    /** So many are drawn: a search reads more than a page can show. */
    wanted,
    searching,
    showMore: () => {
      setAsked({ text, wanted: wanted + PAGE });
      if (text.trim() === "" && found < wanted + PAGE && hasNextPage) void fetchNextPage();
    },
  };
}
