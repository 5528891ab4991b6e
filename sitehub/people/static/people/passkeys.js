/* Passkeys: a button with data-passkey "add" or "use" asks the browser and sends its answer. */
(function () {
  "use strict";

  function bytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  }

  function text(buffer) {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  async function send(url, data) {
    const answer = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": document.querySelector("input[name=csrfmiddlewaretoken]").value,
      },
      body: JSON.stringify(data),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  /* The fields that are bytes to the browser and text on the way. */
  function unpack(options) {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      for (const one of options[list] || []) one.id = bytes(one.id);
    }
    return { publicKey: options };
  }

  function pack(credential) {
    const response = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    if (credential.response.getTransports) {
      response.transports = credential.response.getTransports();
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: response,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  }

  async function run(button) {
    const options = unpack(await send(button.dataset.begin, {}));
    const adding = button.dataset.passkey === "add";
    const credential = adding
      ? await navigator.credentials.create(options)
      : await navigator.credentials.get(options);
    const answer = await send(button.dataset.complete, pack(credential));
    window.location.assign(answer.redirect_url || window.location.href);
  }

  for (const button of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential) {
      button.disabled = true;
      continue;
    }
    button.addEventListener("click", async () => {
      const error = document.querySelector("[data-passkey-error]");
      error.hidden = true;
      button.disabled = true;
      try {
        await run(button);
      } catch {
        error.textContent = button.dataset.failed;
        error.hidden = false;
      } finally {
        button.disabled = false;
      }
    });
  }
})();
