/** A Home Assistant as a card knows it, and a door phone behind it that is a real WebRTC peer. */

const DOOR = "camera.strada";

/** What the cards open is counted: at the end nothing may be left. */
const peers = [];
const RealPeer = window.RTCPeerConnection || class {};
if (window.RTCPeerConnection) window.RTCPeerConnection = class extends RealPeer {
  constructor(configuration) {
    super(configuration);
    this.configuration = configuration;
    peers.push(this);
  }
};

/** The peer at the door: it shows a drawing, sounds a tone once somebody sends sound, and tells how loud that is. */
class Unit {
  constructor(tell, hasPicture) {
    this.tell = tell;
    this.hasPicture = hasPicture;
    this.peer = new RealPeer();
    this.early = [];
    this.peer.onicecandidate = ({ candidate }) =>
      candidate && candidate.candidate && tell({ type: "candidate", candidate: candidate.toJSON() });
  }

  async answer(offer) {
    await this.peer.setRemoteDescription({ type: "offer", sdp: offer });
    const [audio, video] = this.peer.getTransceivers();
    if (this.hasPicture) {
      this.canvas = document.createElement("canvas");
      [this.canvas.width, this.canvas.height] = [320, 240];
      this.drawing = setInterval(() => this.draw(), 40);
      await video.sender.replaceTrack(this.canvas.captureStream(25).getVideoTracks()[0]);
      video.direction = "sendonly";
    }
    audio.direction = "sendrecv";
    this.listener = Object.assign(new Audio(), { srcObject: new MediaStream([audio.receiver.track]) });
    this.listener.play();
    this.listening = setInterval(() => this.openMicrophone(audio.sender), 100);
    await this.peer.setLocalDescription(await this.peer.createAnswer());
    this.tell({ type: "answer", answer: this.peer.localDescription.sdp });
    this.early.splice(0).forEach((candidate) => this.add(candidate));
  }

  add(candidate) {
    if (this.peer.remoteDescription) this.peer.addIceCandidate(candidate).catch(() => {});
    else this.early.push(candidate);
  }

  draw() {
    const context = this.canvas.getContext("2d");
    context.fillStyle = `hsl(${Date.now() / 20 % 360} 60% 40%)`;
    context.fillRect(0, 0, 320, 240);
  }

  /** Let itself be heard by whoever sends sound. */
  async openMicrophone(sender) {
    if (this.tone || !(await hears(this.peer)).packets) return;
    this.tone = tone();
    await sender.replaceTrack(this.tone).catch(() => {}); // It may be over by now.
  }

  close() {
    clearInterval(this.drawing);
    clearInterval(this.listening);
    if (this.listener) this.listener.srcObject = null;
    this.peer.close();
  }
}

/** How loud, and in how many packets, a peer hears the other one. */
async function hears(peer) {
  let heard = { packets: 0, level: 0 };
  (await peer.getStats()).forEach((stats) => {
    if (stats.type === "inbound-rtp" && stats.kind === "audio")
      heard = { packets: stats.packetsReceived, level: stats.audioLevel || 0 };
  });
  return heard;
}

/** What sounds at the door. */
function tone() {
  const context = new AudioContext();
  const oscillator = context.createOscillator();
  const sink = context.createMediaStreamDestination();
  oscillator.connect(sink);
  oscillator.start();
  return sink.stream.getAudioTracks()[0];
}

class Home {
  called = []; // The actions, and what else was asked.
  units = [];
  refusals = {}; // Of actions and questions: what they fail with.
  callList = [];
  servers = [];
  names = Promise.resolve();
  hasPicture = true;
  answers = true;

  constructor(language) {
    this.locale = { language, time_format: "language", time_zone: "local" };
    this.states = {};
    this.entities = {};
    this.devices = {};
    this.connected = true;
    this.user = { is_admin: false };
    this.cards = new Set();
    this.add("Classe 300X", {}, null);
    this.add("Strada", {
      [DOOR]: ["idle", { entity_picture: `/api/camera_proxy/${DOOR}?token=one`, snapshot_at: "2026-11-30T09:12:00+00:00" }],
      "binary_sensor.strada_ringing": ["off", {}, "ringing"],
      "event.strada_doorbell": ["2026-11-30T09:12:00+00:00", { event_type: "missed" }, "doorbell"],
      "sensor.strada_last_call": ["2026-11-30T09:12:00+00:00", {}, "last_call"],
    });
    this.add("Ingresso", {
      "camera.ingresso": ["idle", {}],
      "binary_sensor.ingresso_ringing": ["off", {}, "ringing"],
      "event.ingresso_doorbell": ["unknown", {}, "doorbell"],
      "button.ingresso_answer": ["unknown", {}, "answer"],
    });
    this.add("Portone", { "lock.portone": ["locked", { supported_features: 1 }] });
    this.add("Cancello", { "lock.cancello": ["locked", { supported_features: 0 }] });
    this.add("Luci scale", { "light.luci_scale": ["off", {}] });
    this.add("Elsewhere", { "lock.elsewhere": ["locked", { supported_features: 1 }] }, "another");
  }

  add(name, states, via = "Classe 300X") {
    this.devices[name] = { id: name, name, via_device_id: via, config_entries: ["entry"] };
    for (const [entity_id, [state, attributes, translation_key]] of Object.entries(states)) {
      this.entities[entity_id] = { entity_id, device_id: name, platform: "latchkey", translation_key };
      this.states[entity_id] = { entity_id, state, attributes: { friendly_name: name, ...attributes } };
    }
  }

  /** What a card is given; it is another object whenever something is another. */
  get hass() {
    return {
      states: this.states,
      entities: this.entities,
      devices: this.devices,
      locale: this.locale,
      user: this.user,
      config: { time_zone: "Europe/Rome" },
      connected: this.connected,
      connection: { subscribeMessage: (...all) => this.subscribe(...all) },
      callService: (...all) => this.callService(...all),
      callWS: (message) => this.callWS(message),
      hassUrl: (path) => path,
      formatEntityAttributeValue: (state, name) => state.attributes[name],
      loadBackendTranslation: async () => (key, values) =>
        key === "component.latchkey.exceptions.not_reachable.message" ? `${values.entity} is out of reach.` : "",
    };
  }

  show(config, parent = document.querySelector("main"), preview = false) {
    const card = document.createElement("latchkey-door");
    card.setConfig(Object.freeze({ type: "custom:latchkey-door", ...config }));
    card.preview = preview;
    card.hass = this.hass;
    parent.append(card);
    this.cards.add(card);
    return card;
  }

  set(entityId, state, attributes = {}) {
    const before = this.states[entityId];
    const after = { ...before, state, attributes: { ...before.attributes, ...attributes } };
    this.states = { ...this.states, [entityId]: after };
    this.push();
  }

  push() {
    this.cards.forEach((card) => (card.hass = this.hass));
  }

  ring(isRinging = true, door = "strada") {
    this.set(`binary_sensor.${door}_ringing`, isRinging ? "on" : "off");
  }

  connect(isConnected) {
    this.connected = isConnected;
    this.push();
  }

  async callService(domain, service, data, target, notifyOnError) {
    const name = `${domain}.${service}`;
    this.called.push([name, target.entity_id, notifyOnError]);
    await this.take(name);
    if (name === "latchkey.reject") this.ring(false);
    if (name === "light.toggle") this.set(target.entity_id, "on");
  }

  async callWS(message) {
    this.called.push([message.type, message.entity_id || message.media_content_id]);
    await this.take(message.type);
    switch (message.type) {
      case "camera/webrtc/get_client_config":
        return { configuration: { iceServers: this.servers }, dataChannel: this.dataChannel };
      case "camera/webrtc/candidate":
        return this.units[message.session_id].add(message.candidate);
      case "media_source/browse_media":
        return { children: this.callList };
      case "media_source/resolve_media":
        return { url: "/picture.jpg", mime_type: "image/jpeg" };
    }
  }

  /** Wait, or fail, where a test wants that. */
  async take(name) {
    if (this.slow) await this.slow;
    if (this.refusals[name]) throw this.refusals[name];
  }

  async subscribe(listener, message, options) {
    this.called.push([message.type, message.entity_id, options]);
    this.offer = message.offer;
    await this.take(message.type);
    const id = this.units.length;
    const unit = new Unit((event) => setTimeout(() => listener(event)), this.hasPicture);
    this.units.push(unit);
    this.names.then(() => setTimeout(() => listener({ type: "session", session_id: `${id}` })));
    if (this.answers) unit.answer(message.offer).catch(() => {});
    this.say = listener;
    return async () => {
      this.called.push(["unsubscribed", message.entity_id]);
      unit.close();
    };
  }

  get configuration() {
    return peers.at(-1).configuration;
  }

  /** What the door hears of the last card, and that card of the door. */
  atTheDoor = () => hears(this.units.at(-1).peer);
  atTheCard = () => hears(peers.at(-1));

  /** How many connections are open: of the cards, and at the doors. */
  get open() {
    const isOpen = (peer) => peer.signalingState !== "closed";
    return [peers.filter(isOpen).length, this.units.filter((unit) => isOpen(unit.peer)).length];
  }
}

window.home = new Home(document.documentElement.lang);
