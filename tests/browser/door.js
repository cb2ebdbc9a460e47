// What the tests of the card need in a page, whichever browser it is in; it runs before all else.
{
  const peers = [];

  /** Give the codec that door phones send for pictures the number that they send, whatever is in the offer. */
  const renumbered = (sdp) => {
    const [, number] = sdp.match(/^a=fmtp:(\d+) .*packetization-mode=1;profile-level-id=42e01f/m);
    const others = { [number]: "109", 109: number };
    const pattern = new RegExp(`(?<=^(?:a=(?:rtpmap|fmtp|rtcp-fb):|m=video.*|a=fmtp.*apt=))\\b(?:109|${number})\\b`, "gm");
    return sdp.replace(pattern, (found) => others[found]);
  };

  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(...configuration) {
      super(...configuration);
      peers.push(this);
    }

    async createOffer(...options) {
      const { type, sdp } = await super.createOffer(...options);
      return { type, sdp: door.renumbers ? renumbered(sdp) : sdp };
    }
  };

  // What Home Assistant answers where it refuses is no Error, and would be an "Object" among the complaints. That there
  // is no recorder here, its own page takes no notice of.
  window.addEventListener("unhandledrejection", (event) => {
    if (event.reason?.code === "unknown_command") event.preventDefault();
    else if (event.reason?.code) console.error(JSON.stringify(event.reason));
  });

  const within = (root) =>
    [...root.querySelectorAll("*")].flatMap((each) => (each.shadowRoot ? [each, ...within(each.shadowRoot)] : [each]));

  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

  const MILLISECONDS_TO_HAPPEN = 30_000;

  let card;

  /** Fail with what the card says where something does not happen. */
  const soon = (happening) =>
    Promise.race([
      happening,
      new Promise((_, fail) => {
        const say = () => fail(new Error(card ? card.shadowRoot.querySelector(".panel").innerText : "there is no card"));
        setTimeout(say, MILLISECONDS_TO_HAPPEN);
      }),
    ]);

  window.door = {
    /** Whether this browser numbers what door phones send as they do; which one does, changes from time to time. */
    renumbers: false,

    /** Return a part of the card, once it is there and seen. */
    part: (selector) => soon(door.wait(selector)),

    async wait(selector) {
      for (;;) {
        if (!card?.isConnected) card = within(document).find((each) => each.localName === "latchkey-door");
        const part = card?.shadowRoot?.querySelector(selector);
        if (part?.offsetParent || part?.open) return part;
        await nextFrame();
      }
    },

    /** Return when the card was painted in front of the page, in milliseconds since 1970. */
    async cameToFront() {
      await door.part(".layer[open]");
      await nextFrame();
      await nextFrame();
      return performance.timeOrigin + performance.now();
    },

    /** Press a button. */
    async press(selector) {
      (await door.part(selector)).click();
    },

    /** Answer; return how many milliseconds the first frame took. */
    async answer() {
      const button = await door.part(".answer");
      const video = await door.part("video");
      const since = performance.now();
      button.click();
      await soon(new Promise((resolve) => video.requestVideoFrameCallback(resolve)));
      return performance.now() - since;
    },

    /** Return what comes in through the last connection, if any: decoded frames, and the energy of what is heard. */
    async received() {
      const told = await peers.at(-1)?.getStats();
      const stats = [...(told?.values() ?? [])].filter(({ type }) => type === "inbound-rtp");
      const of = (kind, name) => stats.find((each) => each.kind === kind)?.[name] ?? 0;
      return { frames: of("video", "framesDecoded"), energy: of("audio", "totalAudioEnergy") };
    },
  };
}
