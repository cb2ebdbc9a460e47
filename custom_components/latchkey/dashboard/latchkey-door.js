/**
 * The card of a door phone: see who is there, answer, talk, open.
 *
 * One file without imports, as it is served: whatever changes here is read by browsers as it stands. It asks nothing of
 * Home Assistant's own elements, of which only the names are known, and nothing of the network but Home Assistant.
 * It runs in Chrome and Edge from 98, Firefox from 113, Safari from 15.4; one without WebRTC is told so in a sentence.
 *
 * From above: words, icons, helpers, the door, holding a button, sound, the live view, the last calls, the buttons of
 * locks and lights, the style, the face (what is seen), and the card (what happens).
 */

// ---------------------------------------------------------------------------------------------------------------- Words

const WORDS = {
  en: {
    card_name: "Door phone",
    card_description: "See who is at the door, answer, talk and open.",
    ringing: "Someone is at the door",
    connecting: "Connecting…",
    connected: "Connected",
    last_call: "Last call: {time}",
    no_call: "No calls yet",
    unavailable: "Unavailable",
    missing: "{entity} does not exist.",
    no_entity: "Select the camera of a door.",
    answer: "Answer",
    reject: "Reject",
    hang_up: "Hang up",
    live: "Live view",
    hold_to_talk: "Hold to talk",
    speak: "Speak now",
    microphone: "Microphone",
    mute: "Mute",
    full_screen: "Full screen",
    close: "Close",
    picture: "Picture of {name}",
    calls: "Last calls",
    no_calls: "There are no calls yet.",
    hold_to_open: "Hold to open",
    keep_holding: "Keep holding…",
    opening: "Opening…",
    opened: "Opened",
    is_opened: "{name} was opened.",
    press_again: "Press again to open {name}.",
    hold_longer: "Hold the button until it is filled to open {name}.",
    over: "The call is over.",
    hidden: "The live view was stopped because the page was hidden.",
    lost: "The connection to Home Assistant was lost.",
    failed: "No connection to the door could be made. A firewall may be blocking it.",
    no_webrtc: "This browser cannot show the live view. Update it, or use another one.",
    no_https: "To talk, open Home Assistant over https: browsers allow the microphone only there.",
    microphone_refused: "The microphone is blocked. Allow it for this page in your browser.",
    microphone_missing: "No microphone was found.",
    microphone_busy: "The microphone cannot be used. Another app may be using it.",
    not_allowed: "You are not allowed to do this.",
    error: "That did not work.",
    form_entity: "Camera of the door",
    form_view: "View",
    form_view_picture: "Picture of the last call",
    form_view_live: "Live view",
    form_talk: "Talk",
    form_talk_hold: "While the button is held",
    form_talk_open: "As soon as the call is answered",
    form_to_front: "Come to the front while it rings",
    form_locks: "Locks",
    form_locks_help: "Leave empty to show all locks of this home.",
  },
  de: {
    card_name: "Türsprechanlage",
    card_description: "Sehen, wer an der Tür ist, annehmen, sprechen und öffnen.",
    ringing: "Es klingelt",
    connecting: "Verbindung wird hergestellt …",
    connected: "Verbunden",
    last_call: "Letzter Anruf: {time}",
    no_call: "Noch keine Anrufe",
    unavailable: "Nicht verfügbar",
    missing: "{entity} gibt es nicht.",
    no_entity: "Wähle die Kamera einer Tür aus.",
    answer: "Annehmen",
    reject: "Ablehnen",
    hang_up: "Auflegen",
    live: "Live-Ansicht",
    hold_to_talk: "Zum Sprechen halten",
    speak: "Jetzt sprechen",
    microphone: "Mikrofon",
    mute: "Stummschalten",
    full_screen: "Vollbild",
    close: "Schließen",
    picture: "Bild von {name}",
    calls: "Letzte Anrufe",
    no_calls: "Es gibt noch keine Anrufe.",
    hold_to_open: "Zum Öffnen halten",
    keep_holding: "Weiter halten …",
    opening: "Wird geöffnet …",
    opened: "Geöffnet",
    is_opened: "{name} wurde geöffnet.",
    press_again: "Drücke noch einmal, um {name} zu öffnen.",
    hold_longer: "Halte die Schaltfläche gedrückt, bis sie gefüllt ist, um {name} zu öffnen.",
    over: "Der Anruf ist beendet.",
    hidden: "Die Live-Ansicht wurde beendet, weil die Seite nicht zu sehen war.",
    lost: "Die Verbindung zu Home Assistant wurde unterbrochen.",
    failed: "Es kam keine Verbindung zur Tür zustande. Vielleicht wird sie von einer Firewall blockiert.",
    no_webrtc: "Dieser Browser kann die Live-Ansicht nicht zeigen. Aktualisiere ihn oder verwende einen anderen.",
    no_https: "Öffne Home Assistant zum Sprechen über https: Nur dort erlauben Browser das Mikrofon.",
    microphone_refused: "Das Mikrofon ist blockiert. Erlaube es im Browser für diese Seite.",
    microphone_missing: "Es wurde kein Mikrofon gefunden.",
    microphone_busy: "Das Mikrofon lässt sich nicht verwenden. Vielleicht wird es von einer anderen App verwendet.",
    not_allowed: "Dazu fehlt dir die Berechtigung.",
    error: "Das hat nicht geklappt.",
    form_entity: "Kamera der Tür",
    form_view: "Ansicht",
    form_view_picture: "Bild des letzten Anrufs",
    form_view_live: "Live-Ansicht",
    form_talk: "Sprechen",
    form_talk_hold: "Solange die Schaltfläche gedrückt wird",
    form_talk_open: "Sobald der Anruf angenommen ist",
    form_to_front: "In den Vordergrund kommen, wenn es klingelt",
    form_locks: "Schlösser",
    form_locks_help: "Leer lassen, um alle Schlösser dieses Zuhauses zu zeigen.",
  },
  it: {
    card_name: "Videocitofono",
    card_description: "Vedi chi è alla porta, rispondi, parla e apri.",
    ringing: "Qualcuno è alla porta",
    connecting: "Connessione in corso…",
    connected: "Connesso",
    last_call: "Ultima chiamata: {time}",
    no_call: "Ancora nessuna chiamata",
    unavailable: "Non disponibile",
    missing: "{entity} non esiste.",
    no_entity: "Seleziona la telecamera di una porta.",
    answer: "Rispondi",
    reject: "Rifiuta",
    hang_up: "Riaggancia",
    live: "Video in diretta",
    hold_to_talk: "Tieni premuto per parlare",
    speak: "Parla ora",
    microphone: "Microfono",
    mute: "Silenzia",
    full_screen: "Schermo intero",
    close: "Chiudi",
    picture: "Immagine di {name}",
    calls: "Ultime chiamate",
    no_calls: "Non ci sono ancora chiamate.",
    hold_to_open: "Tieni premuto per aprire",
    keep_holding: "Continua a premere…",
    opening: "Apertura in corso…",
    opened: "Aperto",
    is_opened: "Apertura eseguita: {name}.",
    press_again: "Premi di nuovo per aprire {name}.",
    hold_longer: "Per aprire {name}, tieni premuto il pulsante finché non è pieno.",
    over: "La chiamata è terminata.",
    hidden: "Il video in diretta è stato interrotto perché la pagina non era visibile.",
    lost: "La connessione a Home Assistant si è interrotta.",
    failed: "Non è stato possibile connettersi alla porta. Forse un firewall blocca la connessione.",
    no_webrtc: "Questo browser non può mostrare il video in diretta. Aggiornalo o usane un altro.",
    no_https: "Per parlare, apri Home Assistant tramite https: i browser consentono il microfono solo così.",
    microphone_refused: "Il microfono è bloccato. Consentilo per questa pagina nel browser.",
    microphone_missing: "Nessun microfono trovato.",
    microphone_busy: "Il microfono non si può usare. Forse lo sta usando un'altra app.",
    not_allowed: "Non hai l'autorizzazione per farlo.",
    error: "Non ha funzionato.",
    form_entity: "Telecamera della porta",
    form_view: "Vista",
    form_view_picture: "Immagine dell'ultima chiamata",
    form_view_live: "Video in diretta",
    form_talk: "Parlare",
    form_talk_hold: "Finché si tiene premuto il pulsante",
    form_talk_open: "Appena si risponde alla chiamata",
    form_to_front: "In primo piano quando suonano",
    form_locks: "Serrature",
    form_locks_help: "Lascia vuoto per mostrare tutte le serrature di questa casa.",
  },
  fr: {
    card_name: "Portier vidéo",
    card_description: "Voir qui est à la porte, répondre, parler et ouvrir.",
    ringing: "Quelqu'un est à la porte",
    connecting: "Connexion…",
    connected: "Connecté",
    last_call: "Dernier appel : {time}",
    no_call: "Aucun appel pour l'instant",
    unavailable: "Indisponible",
    missing: "{entity} n'existe pas.",
    no_entity: "Sélectionnez la caméra d'une porte.",
    answer: "Répondre",
    reject: "Refuser",
    hang_up: "Raccrocher",
    live: "Vue en direct",
    hold_to_talk: "Maintenir pour parler",
    speak: "Parlez maintenant",
    microphone: "Micro",
    mute: "Couper le son",
    full_screen: "Plein écran",
    close: "Fermer",
    picture: "Image de {name}",
    calls: "Derniers appels",
    no_calls: "Il n'y a pas encore d'appels.",
    hold_to_open: "Maintenir pour ouvrir",
    keep_holding: "Continuez d'appuyer…",
    opening: "Ouverture…",
    opened: "Ouvert",
    is_opened: "Ouverture effectuée : {name}.",
    press_again: "Appuyez encore une fois pour ouvrir {name}.",
    hold_longer: "Pour ouvrir {name}, maintenez le bouton enfoncé jusqu'à ce qu'il soit rempli.",
    over: "L'appel est terminé.",
    hidden: "La vue en direct a été arrêtée parce que la page n'était pas visible.",
    lost: "La connexion à Home Assistant a été perdue.",
    failed: "Impossible d'établir la connexion avec la porte. Un pare-feu la bloque peut-être.",
    no_webrtc: "Ce navigateur ne peut pas afficher la vue en direct. Mettez-le à jour ou utilisez-en un autre.",
    no_https: "Pour parler, ouvrez Home Assistant en https : les navigateurs n'autorisent le micro qu'ainsi.",
    microphone_refused: "Le micro est bloqué. Autorisez-le pour cette page dans votre navigateur.",
    microphone_missing: "Aucun micro n'a été trouvé.",
    microphone_busy: "Le micro ne peut pas être utilisé. Une autre application l'utilise peut-être.",
    not_allowed: "Vous n'êtes pas autorisé à faire cela.",
    error: "Cela n'a pas fonctionné.",
    form_entity: "Caméra de la porte",
    form_view: "Vue",
    form_view_picture: "Image du dernier appel",
    form_view_live: "Vue en direct",
    form_talk: "Parler",
    form_talk_hold: "Tant que le bouton est maintenu enfoncé",
    form_talk_open: "Dès que l'appel est pris",
    form_to_front: "Passer au premier plan quand on sonne",
    form_locks: "Serrures",
    form_locks_help: "Laissez vide pour afficher toutes les serrures de ce domicile.",
  },
  es: {
    card_name: "Videoportero",
    card_description: "Mira quién está en la puerta, responde, habla y abre.",
    ringing: "Hay alguien en la puerta",
    connecting: "Conectando…",
    connected: "Conectado",
    last_call: "Última llamada: {time}",
    no_call: "Aún no hay llamadas",
    unavailable: "No disponible",
    missing: "{entity} no existe.",
    no_entity: "Selecciona la cámara de una puerta.",
    answer: "Responder",
    reject: "Rechazar",
    hang_up: "Colgar",
    live: "Vista en directo",
    hold_to_talk: "Mantén pulsado para hablar",
    speak: "Habla ahora",
    microphone: "Micrófono",
    mute: "Silenciar",
    full_screen: "Pantalla completa",
    close: "Cerrar",
    picture: "Imagen de {name}",
    calls: "Últimas llamadas",
    no_calls: "Aún no hay llamadas.",
    hold_to_open: "Mantén pulsado para abrir",
    keep_holding: "Sigue pulsando…",
    opening: "Abriendo…",
    opened: "Abierto",
    is_opened: "Apertura realizada: {name}.",
    press_again: "Pulsa otra vez para abrir {name}.",
    hold_longer: "Para abrir {name}, mantén pulsado el botón hasta que se llene.",
    over: "La llamada ha terminado.",
    hidden: "La vista en directo se ha detenido porque la página no estaba visible.",
    lost: "Se ha perdido la conexión con Home Assistant.",
    failed: "No se ha podido conectar con la puerta. Puede que un cortafuegos lo impida.",
    no_webrtc: "Este navegador no puede mostrar la vista en directo. Actualízalo o usa otro.",
    no_https: "Para hablar, abre Home Assistant por https: los navegadores solo permiten el micrófono así.",
    microphone_refused: "El micrófono está bloqueado. Permítelo para esta página en el navegador.",
    microphone_missing: "No se ha encontrado ningún micrófono.",
    microphone_busy: "No se puede usar el micrófono. Puede que lo esté usando otra aplicación.",
    not_allowed: "No tienes permiso para hacer esto.",
    error: "No ha funcionado.",
    form_entity: "Cámara de la puerta",
    form_view: "Vista",
    form_view_picture: "Imagen de la última llamada",
    form_view_live: "Vista en directo",
    form_talk: "Hablar",
    form_talk_hold: "Mientras se mantiene pulsado el botón",
    form_talk_open: "En cuanto se responde a la llamada",
    form_to_front: "Pasar a primer plano cuando llamen",
    form_locks: "Cerraduras",
    form_locks_help: "Déjalo vacío para mostrar todas las cerraduras de esta casa.",
  },
  nl: {
    card_name: "Deurintercom",
    card_description: "Zie wie er voor de deur staat, neem op, praat en open.",
    ringing: "Er staat iemand voor de deur",
    connecting: "Verbinding maken…",
    connected: "Verbonden",
    last_call: "Laatste oproep: {time}",
    no_call: "Nog geen oproepen",
    unavailable: "Niet beschikbaar",
    missing: "{entity} bestaat niet.",
    no_entity: "Selecteer de camera van een deur.",
    answer: "Beantwoorden",
    reject: "Weigeren",
    hang_up: "Ophangen",
    live: "Liveweergave",
    hold_to_talk: "Houd ingedrukt om te praten",
    speak: "Praat nu",
    microphone: "Microfoon",
    mute: "Dempen",
    full_screen: "Volledig scherm",
    close: "Sluiten",
    picture: "Beeld van {name}",
    calls: "Laatste oproepen",
    no_calls: "Er zijn nog geen oproepen.",
    hold_to_open: "Houd ingedrukt om te openen",
    keep_holding: "Blijf drukken…",
    opening: "Openen…",
    opened: "Geopend",
    is_opened: "{name} is geopend.",
    press_again: "Druk nogmaals om {name} te openen.",
    hold_longer: "Houd de knop ingedrukt tot hij gevuld is om {name} te openen.",
    over: "Het gesprek is beëindigd.",
    hidden: "De liveweergave is gestopt omdat de pagina niet zichtbaar was.",
    lost: "De verbinding met Home Assistant is verbroken.",
    failed: "Er kon geen verbinding met de deur worden gemaakt. Misschien blokkeert een firewall die.",
    no_webrtc: "Deze browser kan de liveweergave niet tonen. Werk hem bij of gebruik een andere.",
    no_https: "Open Home Assistant via https om te praten: alleen daar staan browsers de microfoon toe.",
    microphone_refused: "De microfoon is geblokkeerd. Sta hem in je browser toe voor deze pagina.",
    microphone_missing: "Er is geen microfoon gevonden.",
    microphone_busy: "De microfoon kan niet worden gebruikt. Misschien gebruikt een andere app hem.",
    not_allowed: "Je hebt hier geen toestemming voor.",
    error: "Dat is niet gelukt.",
    form_entity: "Camera van de deur",
    form_view: "Weergave",
    form_view_picture: "Beeld van de laatste oproep",
    form_view_live: "Liveweergave",
    form_talk: "Praten",
    form_talk_hold: "Zolang de knop ingedrukt wordt gehouden",
    form_talk_open: "Zodra er is opgenomen",
    form_to_front: "Naar voren komen als er wordt aangebeld",
    form_locks: "Sloten",
    form_locks_help: "Laat leeg om alle sloten van deze woning te tonen.",
  },
};

/** The language that was seen last: the form and the picker are asked for without a `hass`. */
let lastLanguage = "";

/** Return a text in a language, or else in English. */
function say(language, key, values = {}) {
  const words = WORDS[language] || WORDS[language.split("-")[0]] || WORDS.en;
  return words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** Return a text where nobody says who asks. */
const sayAgain = (key) => say(lastLanguage || document.documentElement.lang || "en", key);

// ---------------------------------------------------------------------------------------------------------------- Icons

/** Of Material Design Icons (Pictogrammers), Apache License 2.0, as in Home Assistant. */
const ICONS = {
  account:
    "M12,4A4,4 0 0,1 16,8A4,4 0 0,1 12,12A4,4 0 0,1 8,8A4,4 0 0,1 12,4M12,14C16.42,14 20,15.79 20,18V20H4V18C4,15.79 7.58,14 12,14Z",
  alert:
    "M13,13H11V7H13M13,17H11V15H13M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2Z",
  answer:
    "M6.62,10.79C8.06,13.62 10.38,15.94 13.21,17.38L15.41,15.18C15.69,14.9 16.08,14.82 16.43,14.93C17.55,15.3 18.75,15.5 20,15.5A1,1 0 0,1 21,16.5V20A1,1 0 0,1 20,21A17,17 0 0,1 3,4A1,1 0 0,1 4,3H7.5A1,1 0 0,1 8.5,4C8.5,5.25 8.7,6.45 9.07,7.57C9.18,7.92 9.1,8.31 8.82,8.59L6.62,10.79Z",
  bell: "M21,19V20H3V19L5,17V11C5,7.9 7.03,5.17 10,4.29C10,4.19 10,4.1 10,4A2,2 0 0,1 12,2A2,2 0 0,1 14,4C14,4.1 14,4.19 14,4.29C16.97,5.17 19,7.9 19,11V17L21,19M14,21A2,2 0 0,1 12,23A2,2 0 0,1 10,21M19.75,3.19L18.33,4.61C20.04,6.3 21,8.6 21,11H23C23,8.07 21.84,5.25 19.75,3.19M1,11H3C3,8.6 3.96,6.3 5.67,4.61L4.25,3.19C2.16,5.25 1,8.07 1,11Z",
  check:
    "M12 2C6.5 2 2 6.5 2 12S6.5 22 12 22 22 17.5 22 12 17.5 2 12 2M10 17L5 12L6.41 10.59L10 14.17L17.59 6.58L19 8L10 17Z",
  close:
    "M19,6.41L17.59,5L12,10.59L6.41,5L5,6.41L10.59,12L5,17.59L6.41,19L12,13.41L17.59,19L19,17.59L13.41,12L19,6.41Z",
  door: "M14 15C14 16.11 13.11 17 12 17S10 16.11 10 15 10.9 13 12 13 14 13.9 14 15M18 4V20C18 21.1 17.11 22 16 22H8C6.9 22 6 21.11 6 20V4C6 2.9 6.9 2 8 2H16C17.11 2 18 2.9 18 4M10.5 7C10.5 7.83 11.17 8.5 12 8.5S13.5 7.83 13.5 7 12.83 5.5 12 5.5 10.5 6.17 10.5 7M16 10H8V20H16V10Z",
  full_screen: "M5,5H10V7H7V10H5V5M14,5H19V10H17V7H14V5M17,14H19V19H14V17H17V14M10,17V19H5V14H7V17H10Z",
  hang_up:
    "M12,9C10.4,9 8.85,9.25 7.4,9.72V12.82C7.4,13.22 7.17,13.56 6.84,13.72C5.86,14.21 4.97,14.84 4.17,15.57C4,15.75 3.75,15.86 3.5,15.86C3.2,15.86 2.95,15.74 2.77,15.56L0.29,13.08C0.11,12.9 0,12.65 0,12.38C0,12.1 0.11,11.85 0.29,11.67C3.34,8.77 7.46,7 12,7C16.54,7 20.66,8.77 23.71,11.67C23.89,11.85 24,12.1 24,12.38C24,12.65 23.89,12.9 23.71,13.08L21.23,15.56C21.05,15.74 20.8,15.86 20.5,15.86C20.25,15.86 20,15.75 19.82,15.57C19.03,14.84 18.14,14.21 17.16,13.72C16.83,13.56 16.6,13.22 16.6,12.82V9.72C15.15,9.25 13.6,9 12,9Z",
  history:
    "M13.5,8H12V13L16.28,15.54L17,14.33L13.5,12.25V8M13,3A9,9 0 0,0 4,12H1L4.96,16.03L9,12H6A7,7 0 0,1 13,5A7,7 0 0,1 20,12A7,7 0 0,1 13,19C11.07,19 9.32,18.21 8.06,16.94L6.64,18.36C8.27,20 10.5,21 13,21A9,9 0 0,0 22,12A9,9 0 0,0 13,3",
  light:
    "M12,2A7,7 0 0,0 5,9C5,11.38 6.19,13.47 8,14.74V17A1,1 0 0,0 9,18H15A1,1 0 0,0 16,17V14.74C17.81,13.47 19,11.38 19,9A7,7 0 0,0 12,2M9,21A1,1 0 0,0 10,22H14A1,1 0 0,0 15,21V20H9V21Z",
  live: "M17,10.5V7A1,1 0 0,0 16,6H4A1,1 0 0,0 3,7V17A1,1 0 0,0 4,18H16A1,1 0 0,0 17,17V13.5L21,17.5V6.5L17,10.5Z",
  lock: "M12,17A2,2 0 0,0 14,15C14,13.89 13.1,13 12,13A2,2 0 0,0 10,15A2,2 0 0,0 12,17M18,8A2,2 0 0,1 20,10V20A2,2 0 0,1 18,22H6A2,2 0 0,1 4,20V10C4,8.89 4.9,8 6,8H7V6A5,5 0 0,1 12,1A5,5 0 0,1 17,6V8H18M12,3A3,3 0 0,0 9,6V8H15V6A3,3 0 0,0 12,3Z",
  microphone:
    "M12,2A3,3 0 0,1 15,5V11A3,3 0 0,1 12,14A3,3 0 0,1 9,11V5A3,3 0 0,1 12,2M19,11C19,14.53 16.39,17.44 13,17.93V21H11V17.93C7.61,17.44 5,14.53 5,11H7A5,5 0 0,0 12,16A5,5 0 0,0 17,11H19Z",
  muted:
    "M12,4L9.91,6.09L12,8.18M4.27,3L3,4.27L7.73,9H3V15H7L12,20V13.27L16.25,17.53C15.58,18.04 14.83,18.46 14,18.7V20.77C15.38,20.45 16.63,19.82 17.68,18.96L19.73,21L21,19.73L12,10.73M19,12C19,12.94 18.8,13.82 18.46,14.64L19.97,16.15C20.62,14.91 21,13.5 21,12C21,7.72 18,4.14 14,3.23V5.29C16.89,6.15 19,8.83 19,12M16.5,12C16.5,10.23 15.5,8.71 14,7.97V10.18L16.45,12.63C16.5,12.43 16.5,12.21 16.5,12Z",
  sound:
    "M14,3.23V5.29C16.89,6.15 19,8.83 19,12C19,15.17 16.89,17.84 14,18.7V20.77C18,19.86 21,16.28 21,12C21,7.72 18,4.14 14,3.23M16.5,12C16.5,10.23 15.5,8.71 14,7.97V16C15.5,15.29 16.5,13.76 16.5,12M3,9V15H7L12,20V4L7,9H3Z",
  unlocked:
    "M18 1C15.24 1 13 3.24 13 6V8H4C2.9 8 2 8.89 2 10V20C2 21.11 2.9 22 4 22H16C17.11 22 18 21.11 18 20V10C18 8.9 17.11 8 16 8H15V6C15 4.34 16.34 3 18 3C19.66 3 21 4.34 21 6V8H23V6C23 3.24 20.76 1 18 1M10 13C11.1 13 12 13.89 12 15C12 16.11 11.11 17 10 17C8.9 17 8 16.11 8 15C8 13.9 8.9 13 10 13Z",
};

// -------------------------------------------------------------------------------------------------------------- Helpers

/** Return an element. Its texts are never read as HTML: names are others' words. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Return an icon that says nothing by itself. */
function icon(name) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  drawn.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  setIcon(drawn, name);
  return drawn;
}

function setIcon(drawn, name) {
  drawn.firstChild.setAttribute("d", ICONS[name]);
}

/** Write a text where it is another: a screen reader would read it again. */
function setText(written, text) {
  if (written.textContent !== text) written.textContent = text;
}

/** A button with an icon, a text, and a line below it where it needs one. */
class Button {
  constructor(name, style) {
    this.icon = icon(name);
    this.text = element("span", { class: "text" });
    this.hint = element("span", { class: "hint" });
    const texts = element("span", { class: "texts" }, this.text, this.hint);
    this.element = element("button", { type: "button", class: style }, this.icon, texts);
  }

  show({ shown = true, enabled = true, icon: name, text, hint = "", pressed }) {
    this.element.hidden = !shown;
    this.element.disabled = !enabled;
    if (name) setIcon(this.icon, name);
    setText(this.text, text);
    setText(this.hint, hint);
    if (pressed !== undefined) this.element.setAttribute("aria-pressed", String(pressed));
  }
}

/** Return the address of what Home Assistant itself serves; of anything else, none. */
function address(hass, path) {
  const isOwn = typeof path === "string" && /^\/(?![/\\])/.test(path);
  return isOwn ? hass.hassUrl(path) : "";
}

/** Return a moment as the person writes it; of today, the time alone. */
function writeTime(hass, moment) {
  const { language, time_format: format, time_zone: zone } = hass.locale;
  const when = new Date(moment);
  if (Number.isNaN(when.getTime())) return "";
  const options = { timeZone: zone === "server" ? hass.config.time_zone : undefined };
  const day = new Intl.DateTimeFormat("en", { dateStyle: "short", ...options });
  if (day.format(when) !== day.format(new Date())) options.dateStyle = "medium";
  const hour12 = { 12: true, 24: false }[format];
  const written = new Intl.DateTimeFormat(format === "system" ? undefined : language, {
    timeStyle: "short",
    hour12,
    ...options,
  });
  return written.format(when);
}

/** Something that a person is told in a sentence of this file. */
class Told extends Error {
  constructor(key) {
    super(key);
    this.key = key;
  }
}

const CONNECTION_LOST = 3; // Of home-assistant-js-websocket.
const KEYS_BY_CODE = { unauthorized: "not_allowed", live_view_ended: "over", [CONNECTION_LOST]: "lost" };

/** Return the sentence of an error: the server's, in the person's language if it has it. */
async function sentenceOf(hass, error) {
  const key = error.key || KEYS_BY_CODE[error.code];
  if (key) return say(hass.locale.language, key);
  // The end of a live view has no key but its code.
  const { translation_domain: domain = PLATFORM, translation_key: name = error.code } = error;
  const localize = await hass.loadBackendTranslation("exceptions", domain).catch(() => () => "");
  const sentence = localize(`component.${domain}.exceptions.${name}.message`, error.translation_placeholders);
  const isOfServer = typeof error.code === "string"; // What a browser says is for programmers.
  return sentence || (isOfServer && error.message) || say(hass.locale.language, "error");
}

// ------------------------------------------------------------------------------------------------------------- The door

const PLATFORM = "latchkey";
const OPEN = 1; // LockEntityFeature.OPEN

const domainOf = (entityId) => entityId.split(".")[0];
const isThere = (state) => state !== undefined && state.state !== "unavailable";

/** What belongs to a door: its own entities, and the locks and lights that are reached through the same door phone. */
class Door {
  constructor(hass, { entity, locks }) {
    const camera = hass.entities[entity];
    this.camera = entity;
    this.device = hass.devices[camera?.device_id];
    this.isAtHome = camera?.translation_key === "call_home"; // It rings inside whenever somebody looks.
    this.ringing = this.#find(hass, "binary_sensor", "ringing");
    this.doorbell = this.#find(hass, "event", "doorbell");
    this.lastCall = this.#find(hass, "sensor", "last_call");
    this.locks = locks?.length ? locks : this.#findInHouse(hass, "lock");
    this.lights = this.#findInHouse(hass, "light", "button");
  }

  /** Return the door's own entity of a kind. */
  #find(hass, domain, key) {
    const isIt = (each) => domainOf(each.entity_id) === domain && each.translation_key === key;
    const own = Object.values(hass.entities).filter((each) => this.device && each.device_id === this.device.id);
    return own.find(isIt)?.entity_id;
  }

  /** Return what is reached through the same door phone, but for what a person hid and what other doors have. */
  #findInHouse(hass, ...domains) {
    const root = this.device?.via_device_id || this.device?.id;
    const isInHouse = ({ device_id: id }) => root && id !== this.device.id && hass.devices[id]?.via_device_id === root;
    // The relay of a light may be a button as well, and has no name of its own then.
    const isIts = ({ entity_id: id, translation_key: key }) => domainOf(id) !== "button" || !key;
    return Object.values(hass.entities)
      .filter((each) => domains.includes(domainOf(each.entity_id)) && isInHouse(each) && isIts(each))
      .filter((each) => each.platform === PLATFORM && !each.hidden && hass.states[each.entity_id])
      .map((each) => each.entity_id);
  }

  /** All that its card shows. */
  get entityIds() {
    return [this.camera, this.ringing, this.doorbell, this.lastCall, ...this.locks, ...this.lights];
  }

  nameIn(hass) {
    const state = hass.states[this.camera];
    return this.device?.name_by_user || this.device?.name || nameOf(state, this.camera);
  }
}

function nameOf(state, entityId) {
  return state?.attributes.friendly_name || entityId;
}

/** Return whether an entity is a camera of Latchkey's at a door: at one there is a bell. */
function isDoor(hass, entityId) {
  const entity = hass.entities[entityId];
  if (domainOf(entityId) !== "camera" || !entity || entity.platform !== PLATFORM) return false;
  const door = new Door(hass, { entity: entityId });
  return door.doorbell !== undefined && !door.isAtHome;
}

// ----------------------------------------------------------------------------------------------------- Holding a button

/** Return whether nobody pointed: VoiceOver's pointer has no size, TalkBack's no pressure. */
function isOfScreenReader({ width, height, pressure, pointerType }) {
  return (width === 0 && height === 0) || (width === 1 && height === 1 && pressure === 0 && pointerType === "mouse");
}

/**
 * Tell when a button is held, by pointer, Enter or Space, and when it is let go: also where it loses the focus, the
 * finger leaves it, or the page goes out of sight. A press of a screen reader, which cannot hold, is `clicked`.
 */
function onHold(button, { held, released, clicked }) {
  let isHeld = false;
  const hold = () => {
    if (isHeld || button.disabled) return;
    isHeld = true;
    window.addEventListener("blur", release);
    document.addEventListener("visibilitychange", release);
    held();
  };
  const release = () => {
    if (!isHeld) return;
    isHeld = false;
    window.removeEventListener("blur", release);
    document.removeEventListener("visibilitychange", release);
    released();
  };
  const isKey = (event) => event.key === "Enter" || event.key === " ";
  const on = (names, take) => names.forEach((name) => button.addEventListener(name, take));
  let isVirtual = false;

  on(["pointerdown"], (event) => {
    isVirtual = isOfScreenReader(event);
    if (isVirtual || event.button !== 0 || !event.isPrimary) return;
    // A finger would keep the button to itself, wherever it goes.
    if (button.hasPointerCapture(event.pointerId)) button.releasePointerCapture(event.pointerId);
    hold();
  });
  on(["pointerup", "pointerleave", "pointercancel", "blur"], release);
  on(["contextmenu"], (event) => event.preventDefault());
  on(["keydown", "keyup"], (event) => {
    if (!isKey(event)) return;
    event.preventDefault();
    if (event.type === "keyup") release();
    else if (!event.repeat) hold();
  });
  on(["click"], (event) => {
    if (event.detail === 0 || isVirtual) clicked();
  });
}

// ---------------------------------------------------------------------------------------------------------------- Sound

/** Silence that is sent: a door phone lets nobody hear anything who sends nothing. */
class Silence {
  #context = new AudioContext();

  constructor() {
    const source = this.#context.createConstantSource();
    const sink = this.#context.createMediaStreamDestination();
    source.offset.value = 0;
    source.connect(sink);
    source.start();
    this.track = sink.stream.getAudioTracks()[0];
  }

  /** Begin, in a click, where the browser let nothing begin before one. */
  wake() {
    this.#context.resume();
  }

  end() {
    this.track.stop();
    this.#context.close();
  }
}

const KEYS_OF_MICROPHONE = {
  NotAllowedError: "microphone_refused",
  SecurityError: "microphone_refused",
  NotFoundError: "microphone_missing",
};

const hasMicrophone = () => Boolean(navigator.mediaDevices?.getUserMedia);

/** Return the sound of the microphone. Rejects with what is told. */
async function openMicrophone() {
  if (!hasMicrophone()) throw new Told("no_https");
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio });
    return stream.getAudioTracks()[0];
  } catch (error) {
    throw new Told(KEYS_OF_MICROPHONE[error.name] || "microphone_busy");
  }
}

// -------------------------------------------------------------------------------------------------------- The live view

const SECONDS_TO_CONNECT = 25;

/** A connection to a door, over Home Assistant's `camera/webrtc`: opened once, closed once. */
class LiveView {
  /** What is seen and heard. */
  stream = new MediaStream();

  #hass;
  #entityId;
  #tell;
  #silence = new Silence();
  #sound = this.#silence.track;
  #microphone = undefined;
  #isTalking = false;
  #isClosed = false;
  #peer = undefined;
  #sender = undefined;
  #timer = undefined;
  #unsubscribe = undefined;
  #sessionId = undefined;
  #candidates = []; // Those that wait for the id of the session.
  #remoteCandidates = []; // Those that wait for the answer.

  /**
   * `connected()` is told once it is, `silenced()` where the microphone is gone, and `closed(error)` once it is over,
   * whoever closed it.
   */
  constructor(hass, entityId, tell) {
    this.#hass = hass;
    this.#entityId = entityId;
    this.#tell = tell;
  }

  async open() {
    this.#timer = setTimeout(() => this.close(new Told("failed")), SECONDS_TO_CONNECT * 1000);
    try {
      await this.#open();
    } catch (error) {
      this.close(error);
    }
  }

  async #open() {
    const entity_id = this.#entityId;
    const config = await this.#hass.callWS({ type: "camera/webrtc/get_client_config", entity_id });
    if (this.#isClosed) return;
    const peer = (this.#peer = this.#makePeer(config));
    await peer.setLocalDescription(await peer.createOffer());
    if (this.#isClosed) return;
    const offer = { type: "camera/webrtc/offer", entity_id, offer: peer.localDescription.sdp };
    // An offer that is made again when the line is back would ring at a door that nobody looks at any more.
    const options = { resubscribe: false };
    const unsubscribe = await this.#hass.connection.subscribeMessage((event) => this.#take(event), offer, options);
    this.#unsubscribe = () => unsubscribe().catch(() => {}); // The line may be gone.
    if (this.#isClosed) this.#unsubscribe();
  }

  #makePeer({ configuration, dataChannel }) {
    const peer = new RTCPeerConnection(configuration);
    this.#sender = peer.addTransceiver(this.#sound, { direction: "sendrecv" }).sender;
    peer.addTransceiver("video", { direction: "recvonly" });
    if (dataChannel) peer.createDataChannel(dataChannel);
    peer.ontrack = ({ track }) => this.stream.addTrack(track);
    peer.onicecandidate = ({ candidate }) => candidate?.candidate && this.#send(candidate.toJSON());
    peer.onconnectionstatechange = () => {
      if (peer.connectionState === "failed") this.close(new Told("failed"));
      if (peer.connectionState !== "connected") return;
      clearTimeout(this.#timer);
      this.#tell.connected();
    };
    return peer;
  }

  /** Tell the door a way to this browser. */
  #send(candidate) {
    if (!this.#sessionId) {
      this.#candidates.push(candidate);
      return;
    }
    const where = { entity_id: this.#entityId, session_id: this.#sessionId };
    this.#hass.callWS({ type: "camera/webrtc/candidate", ...where, candidate }).catch(() => {}); // One of many.
  }

  /** Take what the door says. */
  #take(event) {
    const take = {
      session: () => this.#begin(event.session_id),
      answer: () => this.#takeAnswer(event.answer),
      candidate: () => this.#takeCandidate(event.candidate),
      error: () => this.close(event),
    };
    if (!this.#isClosed) take[event.type]?.();
  }

  #begin(sessionId) {
    this.#sessionId = sessionId;
    this.#candidates.splice(0).forEach((candidate) => this.#send(candidate));
  }

  async #takeAnswer(sdp) {
    try {
      await this.#peer.setRemoteDescription({ type: "answer", sdp });
      this.#remoteCandidates.splice(0).forEach((candidate) => this.#add(candidate));
    } catch {
      this.close(new Told("failed"));
    }
  }

  #takeCandidate(candidate) {
    if (this.#peer.remoteDescription) this.#add(candidate);
    else this.#remoteCandidates.push(candidate);
  }

  #add(candidate) {
    this.#peer.addIceCandidate(candidate).catch(() => {}); // One of many.
  }

  /** Let the visitor hear the microphone, or silence. Rejects with what is told. */
  async talk(isTalking) {
    this.#isTalking = isTalking;
    if (isTalking) {
      this.#microphone ??= openMicrophone();
      try {
        const track = await this.#microphone;
        track.onended = () => this.#lose();
        if (this.#isClosed) track.stop();
        else if (this.#isTalking) await this.#hear(track);
      } catch (error) {
        this.#microphone = undefined;
        throw error;
      }
    } else {
      await this.#hear(this.#silence.track);
    }
  }

  /** Go on without a microphone that was unplugged. */
  #lose() {
    this.#microphone = undefined;
    this.#hear(this.#silence.track);
    this.#tell.silenced();
  }

  #hear(track) {
    this.#sound = track;
    return this.#sender && !this.#isClosed ? this.#sender.replaceTrack(track) : undefined;
  }

  /** Let the door be heard where the browser let nothing be heard before a click. */
  wake() {
    this.#silence.wake();
  }

  close(error) {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#peer?.close();
    this.#silence.end();
    this.#microphone?.then((track) => track.stop(), () => {});
    this.#unsubscribe?.();
    this.#tell.closed(error);
  }
}

// ------------------------------------------------------------------------------------------------------- The last calls

const SHOWN_CALLS = 12;

/** The calls of the last days, as the media browser has them. */
class LastCalls {
  element = element("ul", { class: "calls" });

  /** Read them again, and show them. */
  async show(hass, device) {
    const calls = await this.#read(hass, device);
    const none = element("li", { class: "none" }, say(hass.locale.language, "no_calls"));
    this.element.replaceChildren(...calls.slice(0, SHOWN_CALLS).map((call) => this.#draw(hass, call)));
    if (!calls.length) this.element.append(none);
  }

  async #read(hass, device) {
    const [entryId] = device?.config_entries ?? [];
    const id = `media-source://${PLATFORM}/${entryId}`;
    try {
      return (await hass.callWS({ type: "media_source/browse_media", media_content_id: id })).children || [];
    } catch {
      return []; // An account without calls is not there.
    }
  }

  #draw(hass, call) {
    const place = element("span", { class: "thumbnail" }, icon("account"));
    const title = element("span", {}, call.title);
    if (!call.can_play) return element("li", {}, place, title);
    const button = element("button", { type: "button", "aria-expanded": "false" }, place, title);
    button.addEventListener("click", () => {
      button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true"));
    });
    this.#fetch(hass, call).then((picture) => place.replaceChildren(picture), () => {});
    return element("li", {}, button);
  }

  /** Return the picture of a call; the browser fetches it when it comes into sight. */
  async #fetch(hass, call) {
    const { url } = await hass.callWS({ type: "media_source/resolve_media", media_content_id: call.media_content_id });
    return element("img", { src: address(hass, url), alt: "", loading: "lazy" });
  }
}

// ------------------------------------------------------------------------------------------------ The locks and lights

const MILLISECONDS_TO_OPEN = 800;
const MILLISECONDS_TO_LOOK_OPENED = 4000;

/** The button of a lock: it opens once it was held long enough, and tells what came of it. */
class LockButton {
  #button = new Button("lock", "lock");
  #phase = "idle";
  #timer = undefined;
  #card;
  #entityId;

  constructor(card, entityId) {
    this.#card = card;
    this.#entityId = entityId;
    this.element = this.#button.element;
    this.element.append(element("span", { class: "progress" }));
    this.element.style.setProperty("--time", `${MILLISECONDS_TO_OPEN}ms`);
    onHold(this.element, {
      // Who lets go of a button that is gone cannot be noticed.
      held: () => this.#go("holding", MILLISECONDS_TO_OPEN, () => this.element.isConnected && this.#open()),
      released: () => this.#release(),
      clicked: () => (this.#phase === "asking" ? this.#open() : this.#ask()),
    });
  }

  /** Be in a phase; after some time, do what comes next. */
  #go(phase, milliseconds, next) {
    clearTimeout(this.#timer);
    this.#phase = phase;
    if (next) this.#timer = setTimeout(next, milliseconds);
    this.show();
  }

  #release() {
    if (this.#phase !== "holding") return;
    this.#go("idle");
    this.#tell("hold_longer");
  }

  /** Ask a person who cannot hold, since a screen reader presses for them. */
  #ask() {
    this.#go("asking", MILLISECONDS_TO_LOOK_OPENED, () => this.#go("idle"));
    this.#tell("press_again");
  }

  async #open() {
    this.#go("opening");
    const canOpen = this.#card.hass.states[this.#entityId].attributes.supported_features & OPEN;
    const wasOpened = await this.#card.attempt(this.#entityId, "lock", canOpen ? "open" : "unlock");
    this.#go(wasOpened ? "opened" : "idle", MILLISECONDS_TO_LOOK_OPENED, () => this.#go("idle"));
    if (wasOpened) this.#tell("is_opened", "success");
  }

  #tell(key, kind) {
    const { hass } = this.#card;
    const name = nameOf(hass.states[this.#entityId], this.#entityId);
    this.#card.tell(say(hass.locale.language, key, { name }), kind);
  }

  show() {
    const { hass } = this.#card;
    const state = hass.states[this.#entityId];
    const isOpened = this.#phase === "opened";
    const hints = { holding: "keep_holding", opening: "opening", opened: "opened" };
    this.element.dataset.phase = this.#phase;
    this.#button.show({
      enabled: isThere(state) && this.#card.mayControl(this.#entityId) && this.#phase !== "opening",
      icon: isOpened || state?.state === "unlocked" ? "unlocked" : "lock",
      text: nameOf(state, this.#entityId),
      hint: say(hass.locale.language, isThere(state) ? hints[this.#phase] || "hold_to_open" : "unavailable"),
    });
  }
}

/** The button of a light, or of the relay of one that is pressed. */
class LightButton {
  #button = new Button("light", "chip");
  #card;
  #entityId;

  constructor(card, entityId) {
    const domain = domainOf(entityId);
    this.#card = card;
    this.#entityId = entityId;
    this.element = this.#button.element;
    this.element.addEventListener("click", () =>
      card.attempt(entityId, domain, domain === "light" ? "toggle" : "press"),
    );
  }

  show() {
    const state = this.#card.hass.states[this.#entityId];
    this.#button.show({
      enabled: isThere(state) && this.#card.mayControl(this.#entityId),
      text: nameOf(state, this.#entityId),
      pressed: domainOf(this.#entityId) === "light" ? isThere(state) && state.state === "on" : undefined,
    });
  }
}

// ------------------------------------------------------------------------------------------------------------ The style

const STYLE = `
  :host {
    display: block;
    --door-answer: var(--success-color, #43a047);
    --door-reject: var(--error-color, #db4437);
    --door-accent: var(--primary-color, #009ac7);
    --door-text: var(--primary-text-color, #212121);
    --door-faint: var(--secondary-text-color, #727272);
    --door-line: var(--divider-color, rgba(127, 127, 127, 0.3));
    --door-surface: var(--ha-card-background, var(--card-background-color, #fff));
    --door-tint: rgba(127, 127, 127, 0.14);
    --door-radius: 14px;
    --door-dim: linear-gradient(rgba(0, 0, 0, 0.3), rgba(0, 0, 0, 0.3));
  }
  * { box-sizing: border-box; }
  [hidden] { display: none !important; }
  ha-card { display: block; overflow: hidden; }
  svg { width: 24px; height: 24px; flex: none; fill: currentColor; }
  button {
    min-width: 44px; min-height: 44px; margin: 0; padding: 0; border: 0; font: inherit; color: inherit; background: none;
    cursor: pointer; touch-action: manipulation; user-select: none; -webkit-user-select: none;
    -webkit-touch-callout: none; -webkit-tap-highlight-color: transparent;
  }
  button:focus-visible { outline: 3px solid var(--door-accent); outline-offset: 2px; }
  button:disabled { cursor: default; opacity: 0.45; }

  .layer {
    display: block; position: static; width: auto; height: auto; max-width: none; max-height: none;
    margin: 0; padding: 0; border: 0; color: var(--door-text); background: none;
  }
  .panel { display: flex; flex-direction: column; background: var(--door-surface); }
  .layer[open] {
    position: fixed; inset: 0; width: min(560px, 100vw); height: fit-content; max-height: 100vh; margin: auto;
    overflow: auto; border-radius: 20px; background: var(--door-surface); box-shadow: 0 12px 60px rgba(0, 0, 0, 0.5);
  }
  .layer[open]::backdrop { background: rgba(0, 0, 0, 0.7); }
  @media (max-width: 600px) { .layer[open] { width: 100vw; margin-bottom: 0; border-radius: 20px 20px 0 0; } }

  @media (orientation: landscape) and (max-height: 600px) {
    .layer[open] { width: min(960px, 100vw); margin: auto; border-radius: 20px; }
    .layer[open] .panel, .panel:fullscreen {
      display: grid; grid-template: auto 1fr / minmax(0, 3fr) minmax(240px, 2fr); align-items: start;
    }
    .layer[open] .stage, .panel:fullscreen .stage { grid-area: 1 / 1 / span 2; height: 100%; max-height: 100vh; }
  }

  header { display: flex; align-items: center; gap: 12px; padding: 12px 16px; min-height: 64px; }
  header > svg {
    width: 40px; height: 40px; padding: 8px; border-radius: 50%; background: var(--door-tint); color: var(--door-faint);
  }
  .titles { flex: 1; min-width: 0; }
  h2 { margin: 0; font-size: 16px; font-weight: 500; line-height: 22px; overflow-wrap: anywhere; }
  .state { font-size: 14px; line-height: 20px; color: var(--door-faint); }
  .close { display: grid; place-items: center; border-radius: 50%; }
  .ringing header { color: #fff; background: var(--door-dim), var(--door-answer); }
  .ringing header > svg { color: #fff; background: rgba(255, 255, 255, 0.22); animation: ring 1s ease-in-out infinite; }
  .ringing .state { color: #fff; font-weight: 500; }
  .live header > svg { color: #fff; background: var(--door-dim), var(--door-answer); }

  .stage {
    position: relative; overflow: hidden; aspect-ratio: 4 / 3; max-height: 70vh; color: #fff; background: #15181c;
  }
  .stage > img, .stage > video { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; }
  .stage > .unseen { opacity: 0; } /* One that were gone would play nowhere. */
  .stage.empty { background: var(--door-tint); }
  .nothing { position: absolute; inset: 0; display: grid; place-items: center; color: var(--door-faint); }
  .nothing svg { width: 72px; height: 72px; }
  .waiting { position: absolute; inset: 0; display: grid; place-items: center; background: rgba(0, 0, 0, 0.35); }
  .waiting::after {
    content: ""; width: 44px; height: 44px; border-radius: 50%; border: 4px solid rgba(255, 255, 255, 0.3);
    border-block-start-color: #fff; animation: turn 1s linear infinite;
  }
  .caption {
    position: absolute; inset-block-end: 12px; inset-inline-start: 12px; padding: 4px 10px; border-radius: 10px;
    font-size: 13px; line-height: 18px; background: rgba(0, 0, 0, 0.6);
  }
  .caption.on-air { font-weight: 600; letter-spacing: 0.04em; background: #c62828; }
  .corners { position: absolute; inset-block-end: 8px; inset-inline-end: 8px; display: flex; gap: 8px; }
  .corner { display: grid; place-items: center; border-radius: 50%; background: rgba(0, 0, 0, 0.6); }
  .corner .texts, .close .texts {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  }

  .controls { display: grid; gap: 10px; padding: 14px 16px 16px; }
  .row, .chips { display: flex; flex-wrap: wrap; gap: 10px; }
  .big {
    flex: 1 1 130px; display: flex; align-items: center; justify-content: center; gap: 10px; min-height: 56px;
    padding: 4px 12px; border-radius: 28px; font-size: 16px; font-weight: 500; text-align: start;
  }
  .hint { display: block; font-size: 13px; font-weight: 400; line-height: 18px; opacity: 0.8; }
  .hint:empty { display: none; }
  .text { display: block; overflow-wrap: anywhere; }
  .big .text { overflow-wrap: normal; }
  .answer { color: #fff; background: var(--door-dim), var(--door-answer); }
  .reject { color: #fff; background: var(--door-dim), var(--door-reject); }
  .watch { background: var(--door-tint); }
  .talk { color: #fff; background: var(--door-dim), var(--door-accent); }
  .talk[aria-pressed="true"] {
    outline: 3px solid var(--door-text); outline-offset: 2px; animation: speak 1.4s ease-out infinite;
  }

  .locks { display: grid; gap: 10px; grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr)); }
  .lock {
    position: relative; overflow: hidden; display: flex; align-items: center; gap: 12px; min-height: 60px;
    padding: 8px 16px; border-radius: var(--door-radius); background: var(--door-tint); text-align: start;
    font-weight: 500; touch-action: pan-y;
  }
  .lock > * { position: relative; }
  .lock > .progress {
    position: absolute; inset-block: 0; inset-inline-start: 0; width: 0; background: var(--door-accent); opacity: 0.4;
  }
  .lock > svg, .lock > .texts { z-index: 1; }
  .lock[data-phase="holding"] > .progress, .lock[data-phase="opening"] > .progress { width: 100%; }
  .lock[data-phase="holding"] > .progress { transition: width var(--time) linear; }
  .lock[data-phase="opening"] { opacity: 1; }
  .lock[data-phase="opened"] { color: #fff; background: var(--door-dim), var(--door-answer); }
  .lock[data-phase="asking"] { outline: 3px solid var(--door-accent); }

  .chip {
    display: flex; align-items: center; gap: 8px; min-height: 44px; padding: 0 14px; border-radius: 22px;
    border: 1px solid var(--door-line); font-size: 14px; text-align: start;
  }
  .chip svg { width: 20px; height: 20px; color: var(--door-faint); }
  .chip[aria-pressed="true"] svg { color: var(--state-light-active-color, #ffb300); }
  .chip[aria-pressed="true"], .chip[aria-expanded="true"] { background: var(--door-tint); }

  .message {
    position: absolute; inset-block-end: 60px; inset-inline: 12px; display: flex; align-items: center; gap: 10px;
    padding: 10px 14px; border-radius: 12px; font-size: 14px; line-height: 20px; background: rgba(0, 0, 0, 0.82);
  }
  .message:empty { padding: 0; }
  .message.error svg { color: #ff8a80; }
  .message.success svg { color: #69f0ae; }
  .note { margin: 0; font-size: 13px; line-height: 18px; color: var(--door-faint); }

  .calls { display: grid; gap: 2px; margin: 0; padding: 0; list-style: none; font-size: 14px; line-height: 20px; }
  .calls li, .calls button { display: flex; align-items: center; gap: 12px; width: 100%; text-align: start; }
  .calls li { min-height: 56px; }
  .calls button { padding: 4px 0; border-radius: 8px; }
  .thumbnail {
    flex: none; display: grid; place-items: center; width: 72px; aspect-ratio: 4 / 3; overflow: hidden;
    border-radius: 8px; background: var(--door-tint); color: var(--door-faint);
  }
  .thumbnail img { width: 100%; height: 100%; object-fit: cover; }
  .calls button[aria-expanded="true"] { flex-direction: column; align-items: stretch; gap: 4px; }
  .calls button[aria-expanded="true"] .thumbnail { width: 100%; }
  .calls .none { color: var(--door-faint); }

  .panel:fullscreen { height: 100vh; overflow: auto; }
  .panel:fullscreen .stage { flex: 1 1 auto; min-height: 40vh; max-height: none; aspect-ratio: auto !important; }

  @keyframes ring {
    0%, 60%, 100% { transform: none; }
    10%, 30%, 50% { transform: rotate(14deg); }
    20%, 40% { transform: rotate(-14deg); }
  }
  @keyframes turn { to { transform: rotate(1turn); } }
  @keyframes speak { from { box-shadow: 0 0 0 0 var(--door-accent); } to { box-shadow: 0 0 0 10px transparent; } }
  @media (prefers-reduced-motion: reduce) {
    *, *::after { animation: none !important; }
    .lock[data-phase="holding"] > .progress { transition-timing-function: steps(4); }
  }
`;

// ------------------------------------------------------------------------------------------------------------- The face

/**
 * What a card is to show.
 * @typedef {object} Shown
 * @property {object} hass
 * @property {Door} door
 * @property {boolean} isRinging Whether somebody waits for an answer.
 * @property {boolean} hasLive Whether there is a live view, or will be in a moment.
 * @property {boolean} isLive Whether it is connected.
 * @property {boolean} isTalking
 * @property {boolean} isHeldToTalk
 * @property {boolean} mayControl
 * @property {boolean} canWatch
 * @property {boolean} showsCalls
 * @property {{text: string, kind: "info" | "error" | "success"}} message
 */

/** The doors whose card is in front of the page: one of several cards of a door is enough. */
const inFront = new Set();

/** All that is seen of a card; what is pressed there, the card is told. */
class Face {
  #sign = icon("door");
  #name = element("h2", { id: "name" });
  #state = element("div", { class: "state", "aria-live": "assertive" });
  #close = new Button("close", "close");
  #picture = element("img", { alt: "" });
  #video = element("video", { playsinline: "", autoplay: "" });
  #nothing = element("div", { class: "nothing" }, icon("door"));
  #waiting = element("div", { class: "waiting" });
  #caption = element("div", { class: "caption" });
  #message = element("div", { class: "message", role: "status" });
  #mute = new Button("sound", "corner");
  #fullScreen = new Button("full_screen", "corner");
  #reject = new Button("hang_up", "big reject");
  #answer = new Button("answer", "big answer");
  #talk = new Button("microphone", "big talk");
  #hangUp = new Button("hang_up", "big reject");
  #watch = new Button("live", "big watch");
  #note = element("p", { class: "note" });
  #locks = element("div", { class: "locks" });
  #lights = element("div", { class: "chips" });
  #calls = new Button("history", "chip");
  #list = new LastCalls();
  #calling = element("div", { class: "row calling" }, this.#reject.element, this.#answer.element);
  #talking = element("div", { class: "row talking" }, this.#talk.element, this.#hangUp.element);
  #stage = element("div", { class: "stage" });
  #panel = element("div", { class: "panel" });
  #layer = element("dialog", { class: "layer", role: "group", "aria-labelledby": "name" }, this.#panel);
  #lockButtons = [];
  #lightButtons = [];
  #card;

  constructor(card) {
    this.#card = card;
    this.element = element("ha-card", {}, this.#layer);
    this.#put();
    this.#listen();
  }

  #put() {
    const titles = element("div", { class: "titles" }, this.#name, this.#state);
    const corner = element("div", { class: "corners" }, this.#mute.element, this.#fullScreen.element);
    const seen = [this.#nothing, this.#picture, this.#video, this.#waiting, this.#caption];
    const chips = element("div", { class: "chips" }, this.#lights, this.#calls.element);
    const call = [this.#calling, this.#talking, this.#watch.element, this.#note];
    const house = [this.#locks, chips, this.#list.element];
    this.#stage.append(...seen, corner, this.#message);
    this.#panel.append(
      element("header", {}, this.#sign, titles, this.#close.element),
      this.#stage,
      element("div", { class: "controls" }, ...call, ...house),
    );
  }

  #listen() {
    const card = this.#card;
    const onClick = (button, take) => button.element.addEventListener("click", take);
    onClick(this.#close, () => this.leaveFront());
    onClick(this.#mute, () => card.toggleSound());
    onClick(this.#fullScreen, () => this.#toggleFullScreen());
    onClick(this.#reject, () => card.reject());
    onClick(this.#answer, () => card.answer());
    onClick(this.#watch, () => card.watch());
    onClick(this.#hangUp, () => card.hangUp());
    onClick(this.#calls, () => card.toggleCalls());
    onHold(this.#talk.element, {
      held: () => card.talk(card.isHeldToTalk || !card.isTalking),
      released: () => card.isHeldToTalk && card.talk(false),
      clicked: () => card.talk(!card.isTalking),
    });
    this.#layer.addEventListener("close", () => this.#takeFrontLeft());
    this.#picture.addEventListener("load", ({ target }) => this.#shape(target.naturalWidth, target.naturalHeight));
    this.#picture.addEventListener("error", ({ target }) => target.removeAttribute("src"));
    this.#video.addEventListener("resize", ({ target }) => this.#shape(target.videoWidth, target.videoHeight));
  }

  /** Make the buttons of a door's locks and lights. */
  take({ locks, lights }) {
    this.#lockButtons = locks.map((id) => new LockButton(this.#card, id));
    this.#lightButtons = lights.map((id) => new LightButton(this.#card, id));
    this.#locks.replaceChildren(...this.#lockButtons.map((each) => each.element));
    this.#lights.replaceChildren(...this.#lightButtons.map((each) => each.element));
  }

  /** Give the stage the shape of what is seen. */
  #shape(width, height) {
    if (width && height) this.#stage.style.aspectRatio = `${width} / ${height}`;
    this.#card.update();
  }

  // What moves: the video, the front of the page, the whole screen.

  get isMuted() {
    return this.#video.muted;
  }

  /** Show what is live; nothing any more without a stream. */
  put(stream, isMuted = false) {
    this.#video.srcObject = stream;
    this.#video.muted = isMuted;
    if (stream) this.play(isMuted);
  }

  /** Play, without sound where the browser lets no sound begin by itself. */
  play(isMuted = this.isMuted) {
    this.#video.muted = isMuted;
    this.#video.play().catch((error) => {
      // Any other error says that it was stopped before it began.
      if (error.name !== "NotAllowedError" || isMuted) return;
      this.play(true);
      this.#card.update();
    });
  }

  comeToFront(door) {
    if (!this.#layer.showModal || this.#layer.open || !this.#layer.isConnected || inFront.has(door.camera)) return;
    inFront.add(door.camera);
    this.#layer.dataset.door = door.camera;
    this.#layer.removeAttribute("role");
    this.#layer.showModal();
    this.#card.update();
    [this.#answer, this.#talk, this.#hangUp].find(canFocus)?.element.focus();
  }

  leaveFront() {
    if (this.#layer.open) this.#layer.close();
  }

  #takeFrontLeft() {
    inFront.delete(this.#layer.dataset.door);
    this.#layer.setAttribute("role", "group");
    this.#card.update();
  }

  #toggleFullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (this.#panel.requestFullscreen) this.#panel.requestFullscreen().catch(() => {}); // A frame may not.
    else this.#video.webkitEnterFullscreen(); // An iPhone makes nothing large but videos.
  }

  // What stands still.

  /** @param {Shown} shown */
  show(shown) {
    this.#showHeader(shown);
    this.#showPicture(shown);
    this.#showStage(shown);
    this.#showMessage(shown.message);
    this.#showCall(shown);
    this.#showHouse(shown);
    this.#keepFocus();
  }

  #showHeader({ hass, door, isRinging, isLive, ...shown }) {
    this.#panel.classList.toggle("ringing", isRinging);
    this.#panel.classList.toggle("live", isLive);
    setIcon(this.#sign, isRinging ? "bell" : "door");
    setText(this.#name, door.nameIn(hass));
    setText(this.#state, stateText({ hass, door, isRinging, isLive, ...shown }));
    this.#close.show({ shown: this.#layer.open, text: say(hass.locale.language, "close") });
  }

  /** Show the picture of the last call; while it rings, and at each new call, it is another. */
  #showPicture({ hass, door, isRinging }) {
    const { entity_picture: path, snapshot_at: at } = hass.states[door.camera]?.attributes ?? {};
    const source = address(hass, path);
    const shown = source && `${source}&at=${encodeURIComponent(at)}&ringing=${isRinging}`;
    this.#picture.alt = say(hass.locale.language, "picture", { name: door.nameIn(hass) });
    setText(this.#caption, at ? writeTime(hass, at) : "");
    if (this.#picture.dataset.shown === shown) return;
    this.#picture.dataset.shown = shown;
    if (shown) this.#picture.src = shown;
    else this.#picture.removeAttribute("src");
  }

  #showStage({ hass, door, hasLive, isLive }) {
    const isSeen = isLive && this.#video.videoWidth > 0;
    const hasPicture = this.#picture.hasAttribute("src");
    const write = (key) => say(hass.locale.language, key);
    this.#picture.hidden = isSeen || !hasPicture;
    this.#nothing.hidden = isSeen || hasPicture;
    this.#stage.classList.toggle("empty", !this.#nothing.hidden);
    this.#video.classList.toggle("unseen", !isSeen);
    this.#video.setAttribute("aria-label", `${write("live")}: ${door.nameIn(hass)}`);
    this.#waiting.hidden = !hasLive || isLive;
    this.#caption.classList.toggle("on-air", isLive);
    if (isLive) setText(this.#caption, "LIVE");
    this.#caption.hidden = !this.#caption.textContent || (!isLive && !hasPicture);
    this.#mute.show({
      shown: isLive,
      icon: this.isMuted ? "muted" : "sound",
      text: write("mute"),
      pressed: this.isMuted,
    });
    this.#fullScreen.show({
      shown: Boolean(this.#panel.requestFullscreen || (isSeen && this.#video.webkitEnterFullscreen)),
      text: write("full_screen"),
      pressed: Boolean(document.fullscreenElement),
    });
  }

  #showMessage({ text, kind }) {
    if (this.#message.textContent === text) return;
    const sign = icon(kind === "success" ? "check" : "alert");
    this.#message.className = `message ${kind}`;
    this.#message.replaceChildren(...(text ? [sign, element("span", {}, text)] : []));
  }

  #showCall({ hass, isRinging, hasLive, mayControl, canWatch, isTalking, isHeldToTalk }) {
    const write = (key) => say(hass.locale.language, key);
    this.#calling.hidden = !isRinging;
    this.#reject.show({ enabled: mayControl, text: write("reject") });
    this.#answer.show({ enabled: canWatch, text: write("answer") });
    this.#talking.hidden = !hasLive || isRinging;
    this.#talk.show({
      enabled: mayControl && hasMicrophone(),
      text: write(isHeldToTalk ? (isTalking ? "speak" : "hold_to_talk") : "microphone"),
      pressed: isTalking,
    });
    this.#hangUp.show({ text: write("hang_up") });
    this.#watch.show({ shown: !hasLive && !isRinging, enabled: canWatch, text: write("live") });
    this.#note.hidden = !hasLive || hasMicrophone();
    setText(this.#note, write("no_https"));
  }

  #showHouse({ hass, door, showsCalls }) {
    this.#lockButtons.forEach((each) => each.show());
    this.#lightButtons.forEach((each) => each.show());
    this.#locks.hidden = !door.locks.length;
    this.#lights.hidden = !door.lights.length;
    this.#calls.show({ text: say(hass.locale.language, "calls") });
    this.#calls.element.setAttribute("aria-expanded", String(showsCalls));
    this.#list.element.hidden = !showsCalls;
  }

  /** Read the last calls again. */
  showCalls({ hass, door }) {
    return this.#list.show(hass, door.device);
  }

  /** Hand the focus on where its button has gone. */
  #keepFocus() {
    const focused = this.#layer.getRootNode().activeElement;
    if (!focused || focused.offsetParent) return;
    [this.#answer, this.#talk, this.#hangUp, this.#watch].find(canFocus)?.element.focus();
  }
}

const canFocus = (button) => button.element.offsetParent && !button.element.disabled;

/** Return what is said at the top. @param {Shown} shown */
function stateText({ hass, door, isRinging, hasLive, isLive }) {
  const write = (key, values) => say(hass.locale.language, key, values);
  const camera = hass.states[door.camera];
  if (!camera) return write("missing", { entity: door.camera });
  if (isRinging) return write("ringing");
  if (hasLive) return write(isLive ? "connected" : "connecting");
  if (!isThere(camera)) return write("unavailable");
  const last = hass.states[door.lastCall];
  const time = last ? writeTime(hass, last.state) : "";
  return time ? [write("last_call", { time }), outcome(hass, door)].filter(Boolean).join(" · ") : write("no_call");
}

/** Return how the last call ended, in Home Assistant's words. */
function outcome(hass, door) {
  const doorbell = hass.states[door.doorbell];
  const isTold = doorbell?.attributes.event_type && doorbell.attributes.event_type !== "ring";
  return isTold ? hass.formatEntityAttributeValue(doorbell, "event_type") : "";
}

// ------------------------------------------------------------------------------------------------------------- The card

const SECONDS_HIDDEN = 60;
const MILLISECONDS_TO_MOVE = 1000; // A card that is taken to another place of the page is gone for a moment.
const MILLISECONDS_TO_TELL = { info: 4000, success: 4000, error: 20_000 };

/** What the address of a page has whose call was answered in a notification: the camera of the door. */
const ANSWER = "latchkey-answer";
const MILLISECONDS_TO_ANSWER = 10_000; // An app that was asleep learns a little late that it rings.

class LatchkeyDoorCard extends HTMLElement {
  isTalking = false;

  #config = undefined;
  #hass = undefined;
  #door = undefined;
  #face = undefined;
  #preview = false;
  #live = undefined; // The live view, while there is one.
  #isLive = false; // Whether it is connected.
  #isAnswered = false; // Whether the call that rings was answered here.
  #isStopped = false; // Whether a live view that begins by itself is not to begin again.
  #wasRinging = false;
  #answersUntil = 0; // Until when a call is answered at once, since that was asked for in a notification.
  #refused = new Set(); // The entities that the person may not control.
  #message = { text: "", kind: "info" };
  #showsCalls = false;
  #timers = {};

  // What dashboards ask of a card.

  static getStubConfig(hass, entities, entitiesFallback) {
    return configFor([...entities, ...entitiesFallback].find((id) => isDoor(hass, id)) || "");
  }

  static getConfigForm() {
    return makeForm();
  }

  setConfig(config) {
    const hasCamera = typeof config.entity === "string" && domainOf(config.entity) === "camera";
    if (!hasCamera) throw new Error(sayAgain("no_entity"));
    if (this.#config?.entity !== config.entity) this.#stop();
    this.#config = config;
    this.#door = undefined;
    this.update();
  }

  getCardSize() {
    return 9;
  }

  getGridOptions() {
    return { columns: 12, min_columns: 6 };
  }

  get hass() {
    return this.#hass;
  }

  set hass(hass) {
    const before = this.#hass;
    this.#hass = hass;
    lastLanguage = hass.locale.language;
    const isSame = (key) => before && before[key] === hass[key];
    if (!isSame("entities") || !isSame("devices")) this.#door = undefined;
    if (!hass.connected) this.#stop(new Told("lost"));
    else if (before && !before.connected) this.#isStopped = false;
    const isKnown = this.#door && isSame("connected") && isSame("locale");
    if (!isKnown || this.#door.entityIds.some((id) => before.states[id] !== hass.states[id])) this.update();
  }

  get preview() {
    return this.#preview;
  }

  set preview(preview) {
    this.#preview = preview;
    if (preview) this.#stop();
    this.update();
  }

  connectedCallback() {
    clearTimeout(this.#timers.removed);
    document.addEventListener("visibilitychange", this.#onVisibility);
    document.addEventListener("fullscreenchange", this.#onChange);
    window.addEventListener("location-changed", this.#onChange);
    if (!this.#live) this.#isStopped = false;
    this.update();
    if (this.#live) this.#face.play(); // A video that was moved stands still.
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#onVisibility);
    document.removeEventListener("fullscreenchange", this.#onChange);
    window.removeEventListener("location-changed", this.#onChange);
    this.#face?.leaveFront();
    this.#timers.removed = setTimeout(() => this.#stop(), MILLISECONDS_TO_MOVE);
  }

  // What its buttons ask of it.

  get isHeldToTalk() {
    return this.#config.talk !== "open";
  }

  mayControl(entityId) {
    return !this.#preview && !this.#refused.has(entityId);
  }

  /** Tell a sentence for a while. */
  tell(text, kind = "info") {
    clearTimeout(this.#timers.message);
    this.#message = { text, kind };
    if (text) this.#timers.message = setTimeout(() => this.tell(""), MILLISECONDS_TO_TELL[kind]);
    this.update();
  }

  /** Return whether Home Assistant did something for an entity; where it did not, tell why. */
  async attempt(entityId, domain, service) {
    try {
      // What goes wrong is told in the card, and not in a toast as well.
      await this.#hass.callService(domain, service, {}, { entity_id: entityId }, false);
      window.dispatchEvent(new CustomEvent("haptic", { detail: "success" }));
      return true;
    } catch (error) {
      if (error.code === "unauthorized") this.#refused.add(entityId);
      await this.#complain(error);
      return false;
    }
  }

  /** Answer: a live view of a door that rings does. */
  answer() {
    this.#open();
    if (!this.isHeldToTalk && this.mayControl(this.#door.camera) && hasMicrophone()) this.talk(true);
  }

  reject() {
    this.attempt(this.#door.camera, PLATFORM, "reject");
  }

  watch() {
    this.#open();
  }

  hangUp() {
    this.#stop();
    this.tell(say(this.#hass.locale.language, "over"));
  }

  toggleSound() {
    this.#live.wake();
    this.#face.play(!this.#face.isMuted);
    this.update();
  }

  async talk(isTalking) {
    if (!this.#live) return;
    this.isTalking = isTalking;
    this.#live.wake();
    this.update();
    try {
      await this.#live.talk(isTalking);
    } catch (error) {
      this.isTalking = false;
      this.#complain(error);
    }
  }

  toggleCalls() {
    this.#showsCalls = !this.#showsCalls;
    if (this.#showsCalls) this.#face.showCalls(this.#shown);
    this.update();
  }

  // Live views.

  /** Open a live view, with sound unless it begins by itself. A door that rings is answered by that. */
  #open({ isMuted = false } = {}) {
    this.#stop();
    this.#message = { text: "", kind: "info" };
    if (!window.RTCPeerConnection) {
      this.#isStopped = true;
      this.#complain(new Told("no_webrtc"));
      return;
    }
    const live = new LiveView(this.#hass, this.#door.camera, {
      connected: () => this.#take(live, () => (this.#isLive = true)),
      silenced: () => this.#take(live, () => (this.isTalking = false)),
      closed: (error) => this.#take(live, () => this.#end(error)),
    });
    this.#live = live;
    this.#isAnswered = this.#isRinging;
    this.#face.put(live.stream, isMuted);
    live.open();
    this.update();
  }

  /** Take what a live view tells, if it is the one that is shown. */
  #take(live, change) {
    if (this.#live !== live) return;
    change();
    this.update();
  }

  #stop(error) {
    this.#live?.close(error);
  }

  #end(error) {
    this.#live = undefined;
    this.#isLive = this.#isAnswered = this.isTalking = false;
    this.#isStopped = true;
    this.#face.put(null);
    if (error) this.#complain(error);
  }

  async #complain(error) {
    const isOver = error.key === "hidden" || error.code === "live_view_ended";
    this.tell(await sentenceOf(this.#hass, error), isOver ? "info" : "error");
  }

  #onVisibility = () => {
    clearTimeout(this.#timers.hidden);
    if (document.hidden) {
      this.#timers.hidden = setTimeout(() => this.#stop(new Told("hidden")), SECONDS_HIDDEN * 1000);
    } else {
      if (!this.#live) this.#isStopped = false;
      this.update();
    }
  };

  #onChange = () => this.update();

  // What happens, and what is shown of it.

  get #isRinging() {
    return this.#hass.states[this.#door.ringing]?.state === "on";
  }

  /** Bring everything up to date. */
  update() {
    if (!this.#hass || !this.#config) return;
    if (!this.#face) this.#build();
    if (!this.#door) this.#find();
    const isRinging = this.#isRinging;
    const isAnother = isRinging !== this.#wasRinging;
    this.#wasRinging = isRinging;
    if (!isRinging) this.#isAnswered = false;
    this.#beginWhatBeginsByItself(isRinging);
    this.#face.show(this.#shown);
    if (isAnother) this.#takeRinging(isRinging);
    if (!isRinging && !this.#live) this.#face.leaveFront();
  }

  #build() {
    this.#face = new Face(this);
    this.attachShadow({ mode: "open" }).append(element("style", {}, STYLE), this.#face.element);
  }

  #find() {
    this.#door = new Door(this.#hass, this.#config);
    this.#face.take(this.#door);
  }

  /** @returns {Shown} */
  get #shown() {
    const [hass, door] = [this.#hass, this.#door];
    return {
      hass,
      door,
      isRinging: this.#isRinging && !this.#isAnswered,
      hasLive: Boolean(this.#live),
      isLive: this.#isLive,
      isTalking: this.isTalking,
      isHeldToTalk: this.isHeldToTalk,
      mayControl: this.mayControl(door.camera),
      canWatch: isThere(hass.states[door.camera]) && hass.connected && !this.#preview,
      showsCalls: this.#showsCalls,
      message: this.#message,
    };
  }

  #takeRinging(isRinging) {
    if (isRinging && this.#config.to_front && !this.#preview) this.#face.comeToFront(this.#door);
    if (this.#showsCalls) this.#face.showCalls(this.#shown);
  }

  #beginWhatBeginsByItself(isRinging) {
    this.#readAddress();
    const canBegin = this.isConnected && this.#shown.canWatch && !document.hidden;
    if (!canBegin) return;
    if (isRinging && Date.now() < this.#answersUntil) {
      this.#answersUntil = 0;
      this.#open(); // The microphone waits for a click on this page.
    } else if (this.#config.view === "live" && !isRinging && !this.#live && !this.#isStopped && !this.#door.isAtHome) {
      this.#open({ isMuted: true }); // Never while it rings, since that would answer.
    }
  }

  /** Take from the address, once, that the call was answered in a notification. */
  #readAddress() {
    const here = new URL(location.href);
    if (this.#preview || here.searchParams.get(ANSWER) !== this.#config.entity) return;
    here.searchParams.delete(ANSWER);
    history.replaceState(history.state, "", here);
    this.#answersUntil = Date.now() + MILLISECONDS_TO_ANSWER;
  }
}

/** Return the configuration of a new card: the editor shows what is in it, and nothing else. */
function configFor(entity) {
  return { entity, view: "picture", talk: "hold" };
}

/** Return the visual editor, in the language that was seen last. */
function makeForm() {
  const options = (name, values) => values.map((value) => ({ value, label: sayAgain(`form_${name}_${value}`) }));
  const choice = (name, ...values) => ({
    name,
    selector: { select: { mode: "dropdown", options: options(name, values) } },
  });
  return {
    schema: [
      { name: "entity", required: true, selector: { entity: { filter: { domain: "camera", integration: PLATFORM } } } },
      choice("view", "picture", "live"),
      choice("talk", "hold", "open"),
      { name: "to_front", selector: { boolean: {} } },
      { name: "locks", selector: { entity: { multiple: true, filter: { domain: "lock" } } } },
    ],
    computeLabel: ({ name }) => sayAgain(`form_${name}`),
    computeHelper: ({ name }) => (name === "locks" ? sayAgain("form_locks_help") : undefined),
  };
}

// ------------------------------------------------------------------------------------------------- What dashboards know

if (!customElements.get("latchkey-door")) {
  customElements.define("latchkey-door", LatchkeyDoorCard);
  window.customCards = window.customCards || [];
  window.customCards.push({
    type: "latchkey-door",
    get name() {
      return sayAgain("card_name");
    },
    get description() {
      return sayAgain("card_description");
    },
    preview: true,
    documentationURL: "https://github.com/latchkey-ha/latchkey/blob/main/docs/door-card.md",
    getEntitySuggestion: (hass, entityId) =>
      isDoor(hass, entityId) ? { config: { type: "custom:latchkey-door", ...configFor(entityId) } } : null,
  });
}
