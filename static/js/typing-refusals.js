// What the server refused is shown with every word that was typed, and stays over a reload until somebody decides.
import { freshId } from "./outbox.js";

export class Refusals {
  constructor(root, { act, page }) {
    Object.assign(this, { root, act, page });
    this.name = `refused:${root.dataset.typing}`;
    this.place = root.querySelector("[data-heard]");
    this.list = [];
  }

  showKept() {
    try {
      this.list = JSON.parse(localStorage.getItem(this.name) ?? "[]");
    } catch {
      this.list = [];
    }
    for (const refused of this.list) this.show(refused);
  }

  keep(refused) {
    const note = document.getElementById(`note-${refused.fields.note}`);
    if (refused.fields.verb === "add") note?.remove();
    else if (note) this.putBack(note, refused);
    if (refused.mine) this.write([...this.list, refused]);
    this.show(refused);
  }

  putBack(note, refused) {
    note.classList.remove("waiting");
    if (refused.theirs) {
      note.querySelector(".said").textContent = refused.theirs;
      note.dataset.revision = refused.revision;
    }
    if (refused.fields.verb.startsWith("star")) note.classList.toggle("starred", refused.fields.verb === "star:off");
    if (refused.fields.verb === "strike") note.classList.remove("struck");
  }

  show(refused) {
    const box = this.root.querySelector("[data-refused]").content.firstElementChild.cloneNode(true);
    box.querySelector("[data-sentence]").textContent = refused.sentence;
    for (const text of ["mine", "theirs"]) {
      box.querySelector(`[data-${text}]`).textContent = refused[text] ?? "";
      box.querySelector(`[data-${text}-row]`).hidden = !refused[text];
    }
    const offered = refused.theirs && refused.mine ? ["both", "mine", "theirs"] : refused.mine ? ["edit", "none"] : ["none"];
    for (const button of box.querySelectorAll("[data-keep]")) {
      button.hidden = !offered.includes(button.dataset.keep);
      button.addEventListener("click", () => this.decide(button.dataset.keep, refused, box));
    }
    this.place.append(box);
  }

  decide(choice, refused, box) {
    const { field, choose, find } = this.page();
    const { note, question } = refused.fields;
    const kind = question ?? find(note)?.dataset.question;
    if (choice === "both") this.act({ verb: "add", question: kind, text: refused.mine, note: freshId() });
    if (choice === "mine") this.act({ verb: "edit", note, revision: String(refused.revision), text: refused.mine });
    if (choice === "edit") {
      if (kind) choose(kind);
      field.value = field.value ? `${field.value}\n${refused.mine}` : refused.mine;
      field.dispatchEvent(new Event("input"));
    }
    this.write(this.list.filter((one) => one.op !== refused.op));
    box.remove();
    field.focus();
  }

  write(list) {
    this.list = list;
    try {
      if (list.length) localStorage.setItem(this.name, JSON.stringify(list));
      else localStorage.removeItem(this.name);
    } catch {
      // not kept over a reload: the page still shows it
    }
  }
}
