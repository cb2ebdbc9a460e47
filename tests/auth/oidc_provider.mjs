// An authorization server that others wrote, with refresh tokens that may be used once: npm's `oidc-provider`.
//
//     node oidc_provider.mjs MODULE
//
// serves it on a free port of 127.0.0.1 and prints the address. Besides what it does by itself:
//
//     GET  /asked    how many token requests there were
//     POST /lose     let the answer to the next token request be lost on the way: it was carried out
//     POST /kill     let the bearer of the query die ahead of its time, alone: a revocation would end the login

import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const { default: Provider } = await import(pathToFileURL(process.argv[2]));

const server = createServer();
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const address = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(address, {
  clients: [
    {
      client_id: "latchkey",
      token_endpoint_auth_method: "none",
      application_type: "native",
      grant_types: ["authorization_code", "refresh_token"],
      redirect_uris: ["http://127.0.0.1/done"],
    },
  ],
  cookies: { keys: ["these cookies live as long as a test"] },
  features: { revocation: { enabled: true } },
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, Interaction: 60, RefreshToken: 600, Session: 600 },
});

let asked = 0;
let losing = false;

provider.use(async (context, next) => {
  if (context.path === "/asked") {
    context.body = { asked };
    return;
  }
  if (context.path === "/lose") {
    losing = true;
    context.body = {};
    return;
  }
  if (context.path === "/kill") {
    await (await provider.AccessToken.find(context.query.bearer)).destroy();
    context.body = {};
    return;
  }
  asked += context.path === "/token";
  await next();
  if (losing && context.path === "/token") {
    losing = false;
    context.req.socket.destroy();
  }
});

server.on("request", provider.callback());
console.log(address);
