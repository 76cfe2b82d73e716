// The composer as a page of its own.
import { live } from "./composer_live.js";

live(document.getElementById("composer"));
