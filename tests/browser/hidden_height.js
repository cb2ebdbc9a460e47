// How much higher the window would have to be for nothing to be scrolled, in the dialog or else on the page.
() => {
  const shown = (root) =>
    [...root.children].flatMap((element) => [
      ...(element.checkVisibility() ? [element] : []),
      ...(element.shadowRoot ? shown(element.shadowRoot) : []),
      ...shown(element),
    ]);
  const inside = (element, host) => {
    for (let each = element; each; each = each.assignedSlot ?? each.parentElement ?? each.getRootNode().host)
      if (each === host) return true;
    return false;
  };
  const elements = shown(document.body);
  const dialog = elements.filter((element) => element.matches("dialog[open]")).pop();
  const scrolled = elements
    .filter((element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowY))
    .filter((element) => !dialog || inside(element, dialog));
  return Math.max(0, ...scrolled.map((element) => element.scrollHeight - element.clientHeight));
}
