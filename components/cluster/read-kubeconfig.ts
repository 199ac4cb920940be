/** Larger files are not read at all: no kubeconfig is. The server has its own, smaller bound. */
const MOST_BYTES = 1_000_000;

/** The text of a chosen file, or a sentence why it is not taken. */
export async function readKubeconfig(file: File): Promise<{ text: string } | { refusal: string }> {
  if (file.size > MOST_BYTES)
    return {
      refusal: `${file.name} has ${(file.size / 1_000_000).toFixed(1)} MB. A kubeconfig has a few kB.`,
    };
  try {
    return { text: await file.text() };
  } catch {
    return { refusal: `${file.name} could not be read from this device. Paste its text instead.` };
  }
}
