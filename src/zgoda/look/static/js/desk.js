/* What only the desk's pages do: drafts kept at the server, who types, macros, shortcuts. Nothing here decides anything. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const token = () => one("input[name=csrfmiddlewaretoken]")?.value ?? "";

  // Drafts: a composer's text goes to the server when the hands rest, and comes back where it is empty.
  const place = (area) => ({ url: `/cases/${area.dataset.draft.split("-")[1]}/draft`, kind: area.dataset.draft.startsWith("comment-") ? "comment" : "reply" });
  const save = (area, text) => {
    const { url, kind } = place(area);
    fetch(url, { method: "POST", keepalive: true, headers: { "X-CSRFToken": token() }, body: new URLSearchParams({ kind, text }) });
  };
  const timers = new WeakMap();
  document.addEventListener("input", ({ target }) => {
    if (!target.matches("textarea[data-draft]")) return;
    const typing = one("#here input[name=typing]");
    if (typing) typing.value = target.value.trim() ? "1" : "";
    clearTimeout(timers.get(target));
    timers.set(target, setTimeout(() => save(target, target.value), 1200));
  });
  document.addEventListener("submit", ({ target }) => {
    const area = one("textarea[data-draft]", target);
    if (area) { clearTimeout(timers.get(area)); save(area, ""); }
  });
  const restore = async (area) => {
    if (area.value) return;
    const { url, kind } = place(area), answer = await fetch(`${url}?kind=${kind}`);
    const text = answer.ok ? (await answer.json()).text : "";
    if (text && !area.value) { area.value = text; area.dispatchEvent(new Event("input", { bubbles: true })); }
  };

  // A chosen file is measured at once against what the place takes; the server decides.
  const megabytes = (bytes) => `${(bytes / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
  document.addEventListener("change", ({ target }) => {
    if (!target.matches?.("input[type=file][data-most]")) return;
    const note = one("[data-file-note]", target.form), file = target.files[0], most = Number(target.dataset.most);
    if (!note) return;
    note.textContent = "";
    if (!file) return;
    if (file.type && !target.accept.split(",").includes(file.type)) { note.textContent = note.dataset.fileKind; return; }
    if (file.size <= most) return;
    const told = note.dataset.fileNote.replace("{size}", megabytes(file.size)).replace("{most}", megabytes(most));
    note.textContent = `${told}: ${note.dataset.fileSmaller}`;
  });

  // Whoever asks for a form of the composer goes on typing there.
  const toForm = () => { if (location.hash === "#compose") one("#compose form :is(textarea, select, input:not([type=hidden]))")?.focus({ preventScroll: true }); };
  window.addEventListener("hashchange", toForm);
  window.addEventListener("load", () => setTimeout(() => { if (document.activeElement === document.body) toForm(); }));
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[href$='#compose']");
    if (link && link.href === location.href) setTimeout(toForm);
  });

  // Mentions: after "@" the colleagues whose logins begin so; arrows choose, Enter or Tab takes, Escape leaves it.
  const begun = (area) => /(?:^|[^\p{L}\p{N}_.@])@([\p{L}\p{N}_.+-]*)$/u.exec(area.value.slice(0, area.selectionStart));
  const offered = () => one("#mention-list");
  const unoffer = (area) => { offered()?.remove(); ["aria-controls", "aria-activedescendant"].forEach((name) => area.removeAttribute(name)); };
  const mark = (area, at) => [...offered().children].forEach((row, number, rows) => {
    const is = number === (at + rows.length) % rows.length;
    row.setAttribute("aria-selected", String(is));
    if (is) area.setAttribute("aria-activedescendant", row.id);
  });
  const offer = (area) => {
    unoffer(area);
    const found = begun(area), logins = [...document.querySelectorAll(".mentionable button")].map((button) => button.textContent.slice(1));
    const fitting = found ? logins.filter((login) => login.toLowerCase().startsWith(found[1].toLowerCase())).slice(0, 6) : [];
    if (!fitting.length) return;
    const list = document.createElement("ul");
    list.id = "mention-list";
    list.className = "picker";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", one(".mentionable summary").textContent);
    list.append(...fitting.map((login, number) => {
      const row = document.createElement("li");
      row.id = `mention-${number}`;
      row.setAttribute("role", "option");
      row.textContent = login;
      return row;
    }));
    area.parentElement.append(list);
    area.setAttribute("aria-controls", list.id);
    mark(area, 0);
  };
  const take = (area, login) => {
    const [, typed] = begun(area), end = area.selectionStart;
    unoffer(area);
    area.setRangeText(`${login} `, end - typed.length, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  document.addEventListener("input", ({ target }) => { if (target.matches("[data-mentions]")) offer(target); });
  document.addEventListener("focusout", ({ target }) => { if (target.matches("[data-mentions]")) setTimeout(() => unoffer(target), 150); });
  document.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("#mention-list li");
    if (row) { event.preventDefault(); take(one("[data-mentions]"), row.textContent); }
  });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event, rows = [...offered()?.children ?? []];
    if (!rows.length || !target.matches("[data-mentions]") || event.ctrlKey || event.metaKey) return;
    const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    if (key === "ArrowDown" || key === "ArrowUp") mark(target, at + (key === "ArrowDown" ? 1 : -1));
    else if (key === "Enter" || key === "Tab") take(target, rows[at].textContent);
    else if (key === "Escape") unoffer(target);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // Commands: everything a page offers, met by its words. Ctrl or Cmd with K, or "?".
  const palette = () => one("#palette");
  const label = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("kbd, .sr, svg").forEach((part) => part.remove());
    return (copy.textContent.trim() || element.getAttribute("aria-label") || element.placeholder || "").replace(/\s+/g, " ");
  };
  const commands = () => {
    const found = new Map();
    document.querySelectorAll("[data-key], .views a, .acts a, .acts button, .tabs a, .workbar button").forEach((element) => {
      const words = label(element);
      if (words && !element.closest("dialog") && !found.has(words)) found.set(words, element);
    });
    return [...found];
  };
  let chosen = 0, shown = [];
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/ł/g, "l").toLowerCase();
  const draw = () => {
    const list = one("#palette-list"), text = one("#palette-text").value.trim();
    shown = commands().filter(([words]) => plain(words).includes(plain(text))).slice(0, 12);
    if (text) shown.push([`${list.dataset.search} “${text}”`, null]);
    chosen = Math.max(0, Math.min(chosen, shown.length - 1));
    list.replaceChildren(...shown.map(([words, element], number) => {
      const row = document.createElement("li"), key = element?.dataset.key;
      row.id = `palette-${number}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(number === chosen));
      row.append(words);
      if (key) { const mark = document.createElement("kbd"); mark.textContent = (keymap()[key] ?? key).toUpperCase(); row.append(mark); }
      return row;
    }));
    one("#palette-text").setAttribute("aria-activedescendant", shown.length ? `palette-${chosen}` : "");
  };
  const open = () => { if (!palette() || palette().open) return; one("#palette-text").value = ""; chosen = 0; draw(); palette().showModal(); };
  const run = () => {
    const [, element] = shown[chosen] ?? [];
    if (element === undefined) return;
    if (!element) return one("#palette form").submit();
    palette().close();
    const folded = element.closest("details:not([open])");
    if (folded && element.localName !== "summary") folded.open = true;
    if (element.matches("input, textarea")) element.focus(); else element.click();
  };
  document.addEventListener("input", ({ target }) => { if (target.id === "palette-text") { chosen = 0; draw(); } });
  document.addEventListener("submit", (event) => { if (event.target.closest("#palette")) { event.preventDefault(); run(); } });
  document.addEventListener("click", ({ target }) => {
    const row = target.closest("#palette-list li");
    if (row) { chosen = [...row.parentElement.children].indexOf(row); run(); }
    else if (target === palette()) palette().close();
  });

  // Single keys may be others than ours, or off; what was chosen is kept in this browser.
  const keymap = () => { try { return JSON.parse(localStorage.getItem("keymap")) ?? {}; } catch { return {}; } };
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!event.isTrusted) return;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "k") { event.preventDefault(); return open(); }
    if (target.id === "palette-text" && (key === "ArrowDown" || key === "ArrowUp")) {
      event.preventDefault();
      chosen = (chosen + (key === "ArrowDown" ? 1 : -1) + shown.length) % Math.max(1, shown.length);
      return draw();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, [contenteditable], dialog") || localStorage.getItem("keys") === "off") return;
    const map = keymap(), pressed = key.toLowerCase();
    const meant = Object.keys(map).find((action) => map[action] === pressed) ?? (pressed in map ? "" : pressed);
    if (meant === "?") { event.preventDefault(); return open(); }
    const tucked = meant && one(`details:not([open]) button[data-key="${CSS.escape(meant)}"]`);
    if (tucked) { event.stopImmediatePropagation(); event.preventDefault(); return tucked.click(); }
    if (meant === pressed) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    if (meant) document.body.dispatchEvent(new KeyboardEvent("keydown", { key: meant, bubbles: true }));
  }, true);
  const remap = () => {
    const fields = [...document.querySelectorAll("[data-remap]")], said = one("[data-remap-said]");
    const chosenKeys = fields.map((field) => field.value.toLowerCase() || field.dataset.remap);
    const changed = fields.map((field, number) => [field.dataset.remap, chosenKeys[number]]).filter(([ours, theirs]) => ours !== theirs);
    localStorage.setItem("keymap", JSON.stringify(Object.fromEntries(changed)));
    said.textContent = new Set(chosenKeys).size < fields.length ? said.dataset.remapSaid : "";
  };
  document.addEventListener("input", ({ target }) => {
    if (target.matches("[data-remap]")) remap();
    if (target.matches("[data-keys-switch]")) localStorage.setItem("keys", target.checked ? "on" : "off");
  });
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-remap-reset]")) return;
    document.querySelectorAll("[data-remap]").forEach((field) => { field.value = field.dataset.remap; });
    remap();
  });
  const showKeys = () => {
    document.querySelectorAll("[data-remap]").forEach((field) => { field.value = keymap()[field.dataset.remap] ?? field.dataset.remap; });
    const off = one("[data-keys-switch]");
    if (off) off.checked = localStorage.getItem("keys") !== "off";
  };

  const start = () => { const area = one("textarea[data-draft]"); if (area) restore(area); showKeys(); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
