// What became of a file that was sent: what the server decided, or whether it is worth another try.
import { isOurs, send, whenSignedIn } from "./session.js";

export const TUS = { "Tus-Resumable": "1.0.0" };
export const CUT = { state: "cut" };

// An empty piece asks it to decide, where the line was cut just then.
export async function outcomeOf(url) {
  for (let round = 0; round < 3; round += 1) {
    const response = await send(url);
    if (response.status === 404) return { state: "refused", reason: "Unggahan tidak ditemukan. Pilih berkasnya lagi" };
    if (!response.ok) return CUT;
    const told = await response.json();
    if (told.state === "cancelled") return { state: "stopped" };
    if (told.state !== "receiving") return { state: told.state, reason: told.reason, isCited: told.is_cited };
    const offset = (await send(url, { method: "HEAD", headers: TUS })).headers.get("Upload-Offset");
    await send(url, {
      method: "PATCH",
      headers: { ...TUS, "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" },
    });
  }
  return CUT;
}

export async function verdict(error, show) {
  const response = error.originalResponse;
  const status = response?.getStatus() || 0;
  const isPage = /html/.test(response?.getHeader("Content-Type") || "");
  if (status === 401) await whenSignedIn();
  if (status === 403 && isPage) await isOurs(); // the token of an ended session
  if (status === 401 || (status === 403 && isPage) || status === 423) return { state: "again" };
  const isMisplaced = status === 409 && error.originalRequest.getMethod() === "PATCH";
  if (!status || status >= 500 || status === 429 || isMisplaced) {
    show({ kind: "cut", reason: status === 507 ? response.getBody() : "" });
    return CUT;
  }
  return { state: "refused", reason: response.getBody().slice(0, 300) || `Berkas tidak diterima (${status})` };
}
