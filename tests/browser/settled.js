// Waits until the page shows all and changes no more; returns whether that was in time.
async (milliseconds) => {
  const shown = (root) =>
    [...root.children].flatMap((element) => [
      element,
      ...(element.shadowRoot ? shown(element.shadowRoot) : []),
      ...shown(element),
    ]);
  const waiting = ["ha-spinner", "ha-fade-in", "ha-circular-progress", "hass-loading-screen"];
  const look = () => {
    const elements = shown(document.body).filter((element) => element.checkVisibility());
    if (elements.some((element) => waiting.includes(element.localName))) return undefined;
    if (elements.some((element) => element.localName === "img" && !element.complete)) return undefined;
    return elements.map((element) => Object.values(element.getBoundingClientRect().toJSON()).join()).join();
  };
  await document.fonts.ready;
  const deadline = performance.now() + milliseconds;
  let last, since;
  while (performance.now() < deadline) {
    const now = look();
    if (now === undefined || now !== last) since = performance.now();
    else if (performance.now() - since > 200) return true;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  return false;
}
