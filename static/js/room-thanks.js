// It is over: what is saved, what is still on its way, and where one will hear what came of it.
import { part, parts, toggle, words, write } from "./room-page.js";

export class Thanks {
  constructor({ sheet, outbox, composer, asides, page }) {
    Object.assign(this, { sheet, outbox, composer, asides, page });
    this.view = document.querySelector("[data-view=thanks]");
    part("add-more", this.view).addEventListener("click", () => page.notDone());
  }

  draw({ link }) {
    const waiting = this.outbox.waiting.length;
    const n = this.sheet.shown().filter((note) => !note.struck && !note.unsent).length;
    toggle(part("all-saved", this.view), !waiting && !this.page.refusals.open);
    write(part("all-saved", this.view), n ? words("all-saved", { n }) : words("all-saved-none"));
    toggle(part("not-saved", this.view), waiting > 0);
    write(part("not-saved-words", this.view), words("not-saved", { n: waiting }));
    const closed = this.sheet.state.stage === "closed";
    if (closed) this.page.backToDraft();
    toggle(part("draft-left", this.view), closed && !this.composer.isEmpty);
    const address = this.sheet.state.follow_up_url;
    for (const one of parts("follow-up", this.view)) toggle(one, Boolean(address));
    if (address) part("follow-up-link", this.view).href = address;
    toggle(part("add-more", this.view), link && !closed);
    this.asides.draw();
    toggle(part("close-page", this.view), !waiting && !(closed && !this.composer.isEmpty));
  }
}
