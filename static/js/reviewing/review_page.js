// The review page of an answer: its three panes, and the proofs that are shown in the middle one.
import * as dividers from "./dividers.js";
import * as drawer from "./drawer.js";
import * as parts from "./parts.js";
import * as proofTabs from "./proof_tabs.js";
import * as reference from "./reference.js";
import * as viewer from "./viewer.js";

dividers.start();
drawer.start();
parts.start();
reference.start();
viewer.start();
proofTabs.start();
document.documentElement.dataset.review = "ready";
