import { parse } from "yaml";
import { badRequest, unsupportedMedia } from "../status.ts";
import { readBody, readBytes, type Exchange } from "./exchange.ts";
import { PROTOBUF, readProtobuf } from "./protobuf.ts";

export const APPLY = "application/apply-patch+yaml";

export const mediaType = (header: string | undefined) => (header ?? "").split(";")[0]?.trim() ?? "";

/** @throws StatusError 400, 413 or 415 */
export async function readObject({ request }: Exchange): Promise<unknown> {
  const type = mediaType(request.headers["content-type"]);
  const yaml = type === "application/yaml" || type === APPLY;
  const json = type === "" || type.endsWith("json");
  if (type === PROTOBUF) return readProtobuf(await readBytes(request));
  if (!yaml && !json) throw unsupportedMedia(["application/json", "application/yaml", PROTOBUF]);
  const text = await readBody(request);
  try {
    return yaml ? parse(text) : JSON.parse(text);
  } catch (error) {
    throw badRequest(
      `the body cannot be read: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : ""}`,
    );
  }
}
