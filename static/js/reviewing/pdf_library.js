// pdf.js, fetched when the first PDF is shown. No eval, no WebAssembly: the content policy allows neither.
let loading;

function library(pane) {
  loading ??= import(pane.dataset.pdf).then((pdfjs) => {
    pdfjs.GlobalWorkerOptions.workerSrc = pane.dataset.worker;
    return pdfjs;
  });
  loading.catch(() => { loading = undefined; });
  return loading;
}

const PIECE = 1 << 20;

export async function openDocument(pane, address) {
  const pdfjs = await library(pane);
  const task = pdfjs.getDocument({
    url: address,
    rangeChunkSize: PIECE,
    disableAutoFetch: true,
    disableStream: true,
    standardFontDataUrl: pane.dataset.fonts,
    wasmUrl: pane.dataset.decoders,
    useWasm: false,
    enableXfa: false,
    verbosity: 0,
  });
  return { pdfjs, pdf: await task.promise };
}
