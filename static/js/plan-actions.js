// The list of actions: what others decide or report comes by itself, but not while somebody chooses from a list.
import { keepFresh } from "./news.js";

keepFresh("actions", { busy: () => Boolean(document.activeElement?.matches("#actions select")) });
