/** A text as a file in the person's downloads. */
export function saveAs(filename: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  link.download = filename;
  link.click();
  URL.revokeObjectURL(link.href);
}
