/** One panel of a Grafana dashboard; the grid has 24 columns. */
export interface Panel {
  title: string;
  description: string;
  /** PromQL and, as Grafana's legend, what tells its series apart. */
  queries: readonly (readonly [expr: string, legend: string])[];
  unit: string;
  kind?: "timeseries" | "stat" | "table" | "bargauge";
  width?: number;
  height?: number;
  decimals?: number;
}

const COLUMNS = 24;
const DATASOURCE = { type: "prometheus", uid: "${datasource}" };

/** Panels from left to right, row by row, in the order given. */
export function dashboardOf(uid: string, title: string, description: string, panels: readonly Panel[]) {
  return {
    uid,
    title,
    description,
    tags: ["karbonetes", "carbon-aware"],
    schemaVersion: 39,
    version: 1,
    editable: true,
    refresh: "30s",
    timezone: "browser",
    time: { from: "now-24h", to: "now" },
    templating: {
      list: [{ name: "datasource", label: "Prometheus", type: "datasource", query: "prometheus" }],
    },
    panels: placed(panels).map(({ panel, x, y }, index) => panelOf(panel, index + 1, x, y)),
  };
}

function placed(panels: readonly Panel[]): { panel: Panel; x: number; y: number }[] {
  let [x, y, tallest] = [0, 0, 0];
  return panels.map((panel) => {
    const { width = COLUMNS / 2, height = 8 } = panel;
    if (x + width > COLUMNS) [x, y, tallest] = [0, y + tallest, 0];
    const place = { panel, x, y };
    x += width;
    tallest = Math.max(tallest, height);
    return place;
  });
}

function panelOf(panel: Panel, id: number, x: number, y: number) {
  const { title, description, queries, unit, kind = "timeseries", width = COLUMNS / 2, height = 8 } = panel;
  return {
    id,
    type: kind,
    title,
    description,
    datasource: DATASOURCE,
    gridPos: { x, y, w: width, h: height },
    fieldConfig: {
      defaults: {
        unit,
        ...(panel.decimals !== undefined && { decimals: panel.decimals }),
        ...(kind === "timeseries" && { custom: { lineWidth: 1.5, fillOpacity: 8, spanNulls: false } }),
      },
      overrides: [],
    },
    options:
      kind === "stat"
        ? { reduceOptions: { calcs: ["lastNotNull"] }, colorMode: "value", graphMode: "area" }
        : { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi" } },
    targets: queries.map(([expr, legendFormat], index) => ({
      refId: String.fromCodePoint(65 + index),
      datasource: DATASOURCE,
      expr,
      legendFormat,
    })),
  };
}
