/** What stands over a chart once it has left the page: what it is, and where it comes from. */
export interface PictureWords {
  title: string;
  lines: readonly string[];
}

const SCALE = 2;
const PAD = 20;
const TITLE_PX = 18;
const LINE_PX = 16;
const SVG = "http://www.w3.org/2000/svg";
/** What a picture cannot ask the page's style sheets for. */
const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "opacity",
  "paint-order",
  "stop-color",
  "text-anchor",
  "font-size",
  "font-weight",
  "font-variant-numeric",
] as const;

/**
 * The chart inside `root` as a PNG, twice its size: its drawings one over the other, every colour as it is on the page
 * now, with its words above it. @throws Error with a sentence when the browser cannot draw it
 */
export async function chartPng(root: HTMLElement, { title, lines }: PictureWords): Promise<Blob> {
  const frame = root.querySelector<HTMLElement>('[role="img"]');
  const drawings = [...(frame?.querySelectorAll("svg") ?? [])].filter(
    (svg) => !svg.parentElement?.closest("svg"),
  );
  if (!frame || drawings.length === 0) throw new Error("There is no chart to draw yet.");
  const head = PAD + TITLE_PX + lines.length * LINE_PX + 12;
  const [width, height] = [frame.offsetWidth + 2 * PAD, head + frame.offsetHeight + PAD];
  const page = getComputedStyle(document.documentElement);
  const family = getComputedStyle(document.body).fontFamily;
  const picture = element("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "font-family": family });
  const style = document.createElementNS(SVG, "style");
  style.textContent = await fontFace(family);
  picture.append(style, element("rect", { width, height, fill: page.getPropertyValue("--paper") }));
  picture.append(
    textAt(title, PAD + TITLE_PX - 4, {
      "font-size": 15,
      "font-weight": 600,
      fill: page.getPropertyValue("--ink"),
    }),
  );
  lines.forEach((line, index) => {
    const y = PAD + TITLE_PX + (index + 1) * LINE_PX;
    picture.append(textAt(line, y, { "font-size": 12, fill: page.getPropertyValue("--ink-2") }));
  });
  const origin = frame.getBoundingClientRect();
  for (const drawing of drawings) {
    const box = drawing.getBoundingClientRect();
    const copy = styledCopy(drawing);
    copy.setAttribute("x", String(PAD + box.left - origin.left));
    copy.setAttribute("y", String(head + box.top - origin.top));
    copy.setAttribute("overflow", "visible");
    picture.append(copy);
  }
  return rasterise(new XMLSerializer().serializeToString(picture), width, height);
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function textAt(text: string, y: number, attributes: Record<string, string | number>): SVGElement {
  const made = element("text", { x: PAD, y, ...attributes });
  made.textContent = text;
  return made;
}

/** The same drawing with its computed colours and sizes written into it. */
function styledCopy(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  copies.forEach((made, index) => {
    const original = originals[index];
    if (!original) return;
    const computed = getComputedStyle(original);
    made.removeAttribute("class");
    made.setAttribute("style", STYLES.map((name) => `${name}:${computed.getPropertyValue(name)}`).join(";"));
  });
  return copy;
}

/** The page's own letters, inside the picture: an image may fetch nothing. Without them the system's stand in. */
async function fontFace(family: string): Promise<string> {
  const first = family.split(",")[0]?.trim().replaceAll(/["']/g, "");
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const rule = rules.find(
    (each): each is CSSFontFaceRule =>
      each instanceof CSSFontFaceRule &&
      each.style.getPropertyValue("font-family").replaceAll(/["']/g, "") === first,
  );
  const address = /url\(["']?([^"')]+)/.exec(rule?.style.getPropertyValue("src") ?? "")?.[1];
  if (!rule || !address) return "";
  try {
    const answer = await fetch(new URL(address, rule.parentStyleSheet?.href ?? document.baseURI));
    const data = await dataUrl(await answer.blob());
    return `@font-face{font-family:"${first}";font-weight:100 900;src:url(${data})}`;
  } catch {
    return "";
  }
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(typeof reader.result === "string" ? reader.result : ""));
    reader.addEventListener("error", () => reject(new Error("A font could not be read.")));
    reader.readAsDataURL(blob);
  });
}

async function rasterise(source: string, width: number, height: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext("2d");
  context?.scale(SCALE, SCALE);
  context?.drawImage(image, 0, 0, width, height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, "image/png");
  });
  if (!blob) throw new Error("This browser could not draw the chart as a picture.");
  return blob;
}
