// What is said about a file on its way.
export function size(bytes) {
  if (bytes < 1000) return `${bytes} byte`;
  const [count, unit] = bytes < 1e6 ? [bytes / 1000, "KB"] : [bytes / 1e6, "MB"];
  return `${count.toLocaleString("id-ID", { maximumFractionDigits: count < 100 && unit === "MB" ? 1 : 0 })} ${unit}`;
}

export const megabytes = (bytes) => (Math.ceil(bytes / 100000) / 10).toLocaleString("id-ID");

export function remaining(seconds) {
  if (!seconds) return "";
  if (seconds > 90) return ` · ± ${Math.round(seconds / 60)} menit lagi`;
  return ` · ± ${Math.max(5, Math.ceil(seconds / 5) * 5)} detik lagi`;
}

const KNOWN = { here: "Berkas ini sudah ada pada jawaban ini.", library: "Berkas ini sudah ada di pustaka bukti." };

// [kind of the badge ("" for plain text), text]
export function words(row, view) {
  if (row.state === "refused") return ["danger", row.reason];
  if (row.state === "kept") return ["warning", row.reason];
  if (row.state === "known") {
    const { nomor: number, di_sini: isHere } = row.known;
    return ["draft", isHere ? KNOWN.here : number ? `Berkas ini sudah ada pada indikator ${number}.` : KNOWN.library];
  }
  if (!view) return ["", "Menunggu giliran"];
  if (view.kind === "cut") return ["warning", view.reason || `Terputus pada ${view.percent || 0}% – dilanjutkan saat tersambung`];
  if (view.kind === "checking") return ["waiting", "Memeriksa…"];
  return ["", `Mengunggah ${view.percent}%${remaining(view.left)}`];
}
