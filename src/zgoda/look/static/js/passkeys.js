/* Passkeys: the button asks the browser for one and sends the form with what the browser signed. */
(() => {
  "use strict";
  const press = document.querySelector("[data-passkey-press]");
  if (!press) return;
  const form = press.form, held = form.querySelector("[data-passkey]"), told = form.querySelector("[data-passkey-told]");
  const able = window.PublicKeyCredential && window.isSecureContext && window.webauthnJSON;
  if (!able) { told.textContent = told.dataset.unable; press.disabled = true; return; }

  const created = async (options) => {
    const alone = form.elements.passwordless?.checked ?? false, asked = options.creation_options.publicKey;
    asked.authenticatorSelection = { ...asked.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
    if (alone) asked.authenticatorSelection.userVerification = "required";
    return window.webauthnJSON.create(options.creation_options);
  };
  const given = async (options) => window.webauthnJSON.get(options.request_options);
  const fetched = async () => {
    const answer = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    return given(await answer.json());
  };
  const ways = { create: created, get: given, fetch: fetched };

  press.addEventListener("click", async () => {
    told.textContent = "";
    try {
      const credential = await ways[held.dataset.passkey](JSON.parse(held.textContent || "{}"));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      told.textContent = told.dataset.failed;
    }
  });
})();
