// Sends changed cells; whatever goes wrong comes back as a sentence, and the changes stay on the page.

import { SignedOut, send } from "../filling/session.js";

const LOST = "Belum tersimpan: sambungan terputus. Perubahan tetap di halaman ini; coba lagi.";
const SIGNED_OUT = "Belum tersimpan: sesi berakhir. Masuk lagi, lalu simpan dari halaman ini.";

export async function saveCells(url, changes) {
  const body = new URLSearchParams({ cells: JSON.stringify(changes) });
  let response;
  try {
    response = await send(url, { method: "POST", body });
  } catch (error) {
    return { error: error instanceof SignedOut ? SIGNED_OUT : LOST };
  }
  const isJson = (response.headers.get("Content-Type") || "").includes("json");
  if (!isJson) return { error: `Belum tersimpan (${response.status}). Perubahan tetap di halaman ini; coba lagi.` };
  return response.json();
}
