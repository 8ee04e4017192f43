/* What a page does beyond links and forms. Everything works without it; nothing here decides anything. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  // Clocks: <time datetime data-tick="{} left"> is said anew each half minute, by the server's time.
  const offset = Date.parse(meta("server-time")) - Date.now() || 0;
  const [DAY, HOUR, MINUTE] = (meta("tick-units") || "d|h|min").split("|");
  const span = (ms) => {
    const minutes = Math.floor(Math.abs(ms) / 60000), days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24;
    if (days) return `${days} ${DAY}` + (hours ? ` ${hours} ${HOUR}` : "");
    return hours ? `${hours} ${HOUR} ${minutes % 60} ${MINUTE}` : `${minutes % 60} ${MINUTE}`;
  };
  const tick = () => all("time[data-tick]").forEach((time) => {
    const left = Date.parse(time.dateTime) - Date.now() - offset;
    if (left > 0 || time.dataset.tick === "{}") time.textContent = time.dataset.tick.replace("{}", span(left));
  });
  setInterval(tick, 30000);

  // Drafts: unsent words survive a reload, per text field, until they are sent.
  const draftKey = (area) => `draft:${area.dataset.draft}`;
  const keepDraft = (area) => area.value.trim() ? sessionStorage.setItem(draftKey(area), area.value) : sessionStorage.removeItem(draftKey(area));
  const number = (value) => value.toLocaleString(document.documentElement.lang);
  const count = (area) => {
    const shown = document.querySelector(`[data-count-for="${area.id}"]`), most = Number(area.dataset.count);
    if (!shown) return;
    shown.textContent = `${number([...area.value].length)} / ${number(most)}`;
    shown.classList.toggle("over", [...area.value].length > most);
  };
  const wake = (root) => {
    all("textarea[data-draft]", root).forEach((area) => {
      const kept = sessionStorage.getItem(draftKey(area));
      if (kept && !area.value) area.value = kept;
    });
    all("textarea[data-count]", root).forEach(count);
    root.querySelector?.("[data-focus]:not([data-focus='list'], [data-focus='case'])")?.focus();
    const thread = root.querySelector?.(".thread[data-end]");
    if (thread) thread.scrollTop = thread.scrollHeight;
  };
  document.addEventListener("input", ({ target }) => {
    if (target.matches("textarea[data-draft]")) keepDraft(target);
    if (target.matches("textarea[data-count]")) count(target);
  });

  // Sending: once only, and Ctrl or Cmd with Enter from the text field.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    if (event.defaultPrevented) return;
    form.dataset.sent = "1";
    all("textarea[data-draft]", form).forEach((area) => sessionStorage.removeItem(draftKey(area)));
    setTimeout(() => all("button:not([type=button])", form).forEach((button) => button.setAttribute("aria-busy", "true")));
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
  }));
  document.addEventListener("htmx:after:request", ({ target }) => { if (target.dataset) delete target.dataset.sent; });

  // Keys: single letters press what carries data-key; off while typing, with a modifier, or when switched off.
  const keysOff = () => localStorage.getItem("keys") === "off";
  const press = (key) => {
    const target = all(`[data-key="${CSS.escape(key)}"]`).find((element) => element.offsetParent !== null);
    if (!target) return false;
    if (target.matches("input, textarea, summary")) target.focus();
    if (!target.matches("input, textarea")) target.click();
    return true;
  };
  const step = (by) => {
    const rows = all("a.row"), at = rows.findIndex((row) => row.hasAttribute("aria-current") || row === document.activeElement);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
    return Boolean(next);
  };
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key === "Enter" && (event.ctrlKey || event.metaKey) && target.matches("textarea[data-send]")) {
      event.preventDefault();
      return target.form.requestSubmit();
    }
    if (key === "Escape") { all("details.menu[open]").forEach((menu) => { menu.open = false; menu.firstElementChild.focus(); }); if (typing(target)) target.blur(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(target) || keysOff()) return;
    const done = key === "j" ? step(1) : key === "k" ? step(-1) : press(key.toLowerCase());
    if (done) event.preventDefault();
  });

  // Files: dropped on the field or pasted into the text go to the form's file input.
  const give = (input, files) => {
    const basket = new DataTransfer();
    [...(input.multiple ? input.files : []), ...files].forEach((file) => basket.items.add(file));
    input.files = basket.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const fileInput = (element) => element.closest("form")?.querySelector("input[type=file]");
  ["dragover", "dragleave", "drop"].forEach((kind) => document.addEventListener(kind, (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("over", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length) give(fileInput(zone), event.dataTransfer.files);
  }));
  document.addEventListener("paste", (event) => {
    const input = event.target.matches("textarea") && fileInput(event.target);
    if (input && event.clipboardData.files.length) { event.preventDefault(); give(input, event.clipboardData.files); }
  });

  // A file field drawn as a button says which file goes along, and lets it be taken back.
  document.addEventListener("change", ({ target }) => {
    const shown = target.closest?.(".attach")?.closest("form").querySelector(".chosen");
    if (!shown) return;
    shown.hidden = !target.files.length;
    shown.querySelector("span").textContent = target.files[0]?.name ?? "";
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".chosen button");
    if (!button) return;
    const input = button.closest("form").querySelector(".attach input");
    input.value = "";
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  });

  // Prepared words are put in where the cursor stands; what was written stays.
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-insert]");
    const area = button && document.getElementById(button.dataset.into ?? "id_text");
    if (!area) return;
    area.setRangeText(button.dataset.insert, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    button.closest("details").open = false;
    area.focus();
  });

  // Dialogs and menus.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]"), closer = event.target.closest("[data-closes]");
    if (opener) { const dialog = document.getElementById(opener.dataset.opens); if (dialog?.showModal) { event.preventDefault(); dialog.showModal(); } }
    if (closer) closer.closest("dialog")?.close();
    all("details.menu[open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
  });

  // On a narrow screen the places to go stand in one line that scrolls: begin it at the place shown.
  all(".top nav, .views ul").forEach((strip) => {
    const here = strip.querySelector("[aria-current]");
    if (here) strip.scrollLeft = here.offsetLeft - strip.offsetLeft - 24;
  });

  const start = () => { wake(document); tick(); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
  document.addEventListener("htmx:after:swap", ({ target }) => { if (target.querySelectorAll) { wake(target); tick(); } });
})();
