// The page of an answer that may only be read: what this device still holds for it is shown, to be copied.
import { showKept } from "./kept.js";

showKept(document.querySelector("[data-answer-url]").dataset.answerUrl);
