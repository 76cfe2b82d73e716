// The questionnaire page of somebody who may edit: everything that keeps what is typed.
import * as autosave from "./autosave.js";
import * as composer from "./composer.js";
import * as conflict from "./conflict.js";
import * as deadline from "./deadline.js";
import * as locked from "./locked.js";
import * as moves from "./moves.js";
import * as presence from "./presence.js";
import * as progress from "./progress.js";
import * as refusals from "./refusals.js";
import * as saveState from "./save_state.js";
import * as sessionWatch from "./session_watch.js";
import * as shortcuts from "./shortcuts.js";
import * as standing from "./standing.js";

saveState.start();
progress.start();
refusals.start();
conflict.start();
locked.start();
moves.start();
shortcuts.start();
deadline.start();
composer.start();
standing.start();
autosave.start().then(() => {
  document.documentElement.dataset.autosave = "ready";
  presence.start();
  sessionWatch.start();
});
