import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { Outcome } from '../contract/call';
import type { JoinRequestView } from '../contract/sync';
import { type Refusal, refuse } from '../domain/refusal';
import { bundleExported, enrolDevice, stationNameRefusal } from '../domain/sync/decide';
import { certificateDer, issueDeviceCertificate, requestedKey } from '../identity/certificates';
import { enrolDevice as signEnrolment } from '../identity/enrolment';
import { fingerprintOf, type JoinRequest, readRequest } from '../identity/joinRequest';
import { signingKeyFromPkcs8 } from '../identity/keys';
import { unwrapKey } from '../identity/secret';
import { sizesHeld } from '../sync/collect';
import { actingFor, reauthenticate } from './authority';
import { nextNumber, writeBundle } from './bundles';
import { hashOf } from './hash';
import { askToSign } from './signing';
import { type Acting, newId, record, type Station } from './station';

/** What the site’s root signs, and the certificate, for one new device. */
type Enrolling = Parameters<typeof enrolDevice>[1];

type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** The request that was read last: what an admin compares is what is enrolled. */
const lastRead = new WeakMap<Station, JoinRequest>();

/** Asks for a request file, reads it, and says what an admin should know of it. Nothing is recorded. */
export async function readJoinRequest(
  station: Station,
): Promise<Outcome<{ readonly request: JoinRequestView | null }>> {
  lastRead.delete(station);
  const path = await station.shell.askFile('The request of the new station', ['pdrequest']);
  if (path === null) return { ok: true, answer: { request: null } };
  const bytes = await smallFile(path);
  const request = bytes && readRequest(bytes);
  if (!request || (await requestedKey(request.certificateRequest)) === undefined)
    return refuse(
      'malformed',
      'This is not a request, or it was changed on its way. Nothing was recorded. Have it saved again on the new machine, and bring that file.',
    );
  lastRead.set(station, request);
  return { ok: true, answer: { request: viewOf(station, request) } };
}

/** A request has a few KiB; anything larger is none, and is not read. */
async function smallFile(path: string): Promise<Uint8Array | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= 64 * 1024 ? await readFile(path) : undefined;
  } catch {
    return undefined;
  }
}

function viewOf(station: Station, request: JoinRequest): JoinRequestView {
  const { site } = station.world;
  const enrolled = site.devices.find((d) => d.device === request.device);
  const taken = enrolled ? null : stationNameRefusal(site, request.station);
  return {
    device: request.device,
    station: request.station,
    fingerprint: fingerprintOf(request),
    at: request.at,
    app: request.app,
    findings: [
      ...(enrolled
        ? [
            {
              code: 'enrolled' as const,
              message: `This machine is enrolled as ${enrolled.station} already. Its invitation can be written again.`,
            },
          ]
        : []),
      ...(taken === null ? [] : [{ code: 'name-taken' as const, message: taken }]),
    ],
    names: site.devices.map((d) => d.station),
  };
}

/**
 * S3: enrols the station whose request was read, with the site's root key that the admin's secret opens, and writes its
 * invitation: the whole ledger, encrypted to the new station alone. Where it is to lie is asked before anything is recorded.
 */
export async function inviteStation(
  station: Station,
  window: number,
  args: { readonly device: string; readonly station: string },
  inTurn: InTurn,
): Promise<Outcome<object>> {
  const acting = actingFor(station, window, 'inviteStation');
  if ('ok' in acting) return acting;
  const request = lastRead.get(station);
  if (request?.device !== args.device)
    return refuse(
      'stale',
      'This is not the request that was read last. Read it again, and compare it again.',
    );
  const enrolled = station.world.site.devices.find((d) => d.device === request.device);
  const taken = enrolled ? null : stationNameRefusal(station.world.site, args.station);
  if (taken !== null) return refuse('taken', taken, { station: 'This name is taken' });
  const name = enrolled?.station ?? args.station;
  const target = await station.shell.askWhere(`${name}.pdinvite`);
  if (target === null)
    return { ok: true, answer: { seq: -1, at: new Date(station.now()).toISOString(), saved: null } };
  const lines = [
    { label: 'Station', value: name },
    { label: 'Fingerprint', value: fingerprintOf(request) },
    { label: 'Its version', value: request.app },
    { label: 'Request made', value: request.at },
  ];
  const digest = hashOf(lines);
  let signer: Acting | undefined;
  let made: Enrolling | undefined;
  const signed = await askToSign(
    station,
    window,
    acting,
    () => ({
      title: `enrolment of station ${name}`,
      lines,
      values: [],
      digest,
      says: [
        {
          label: 'Meaning',
          value:
            'I compared the fingerprint: this machine is a station of this site. My secret opens the site’s root key.',
        },
      ],
      deed: 'Sign the enrolment',
    }),
    async ({ shown, sign }) => {
      if (shown !== digest) return refuse('stale', 'This is not what was shown. Nothing was signed.');
      const proved = await reauthenticate(station, window, acting, sign);
      if ('ok' in proved) return proved;
      const opened = enrolled ? undefined : await enrolling(station, request, name, sign.secret);
      if (opened && 'ok' in opened) return opened;
      [signer, made] = [proved, opened];
      return { ok: true, answer: {} };
    },
  );
  if (!signed.ok) return signed;
  if (signer === undefined) throw new Error('Signed by nobody.');
  if (made !== undefined) {
    const enrolment = made;
    const by = signer;
    const done = await inTurn(async () => {
      const decided = enrolDevice(station.world.site, enrolment);
      if (!decided.ok) return decided;
      return record(station, newId('command'), decided.entries, by, () => ({}));
    });
    if (!done.ok) return 'fields' in done ? done : refuse('read-only', done.message);
    station.sessions.signed(window);
  }
  return writeInvitation(station, signer, request, name, target, inTurn);
}

/** What the site's root says about the device, signed; and its certificate. */
async function enrolling(
  station: Station,
  request: JoinRequest,
  name: string,
  secret: string,
): Promise<Enrolling | Refusal> {
  const { identity, keys } = station.site;
  const wrapped = keys.loadSiteKeys();
  if (!wrapped)
    return refuse(
      'not-allowed',
      'The site’s root key is not on this station, so no station can be enrolled here. Nothing was recorded. Do it on the station that set the site up.',
    );
  const [root, certificates] = await Promise.all([
    unwrapKey(wrapped.root, secret),
    unwrapKey(wrapped.certificates, secret),
  ]);
  if (!root.ok || !certificates.ok)
    return refuse(
      'not-allowed',
      'Your secret does not open the site’s root key: only that of the admin who set the site up does. Nothing was recorded. Ask them.',
    );
  const publicKey = await requestedKey(request.certificateRequest);
  if (publicKey === undefined)
    return refuse('malformed', 'The certificate request in it does not hold. Nothing was recorded.');
  const at = new Date(station.now());
  const certificate = await issueDeviceCertificate(
    identity.rootCertificate,
    certificates.pkcs8,
    {
      siteName: station.world.site.site?.name ?? '',
      deviceName: name,
      deviceId: request.device,
      publicKey,
    },
    at,
  );
  const { statement, signature } = signEnrolment(signingKeyFromPkcs8(root.pkcs8), {
    v: 1,
    site: identity.site,
    device: request.device,
    deviceKey: request.deviceKey,
    name,
    certificate: createHash('sha256').update(certificateDer(certificate)).digest('hex'),
    at: at.toISOString(),
  });
  root.pkcs8.fill(0);
  certificates.pkcs8.fill(0);
  return {
    device: request.device,
    station: name,
    key: request.deviceKey,
    certificate,
    statement: JSON.stringify(statement),
    signature,
    recipient: request.recipient,
  };
}

async function writeInvitation(
  station: Station,
  acting: Acting,
  request: JoinRequest,
  name: string,
  target: string,
  inTurn: InTurn,
): Promise<Outcome<object>> {
  const bundle = newId('bundle');
  const number = nextNumber(station);
  const ranges = sizesHeld(station.site.ledger.db)
    .filter(({ log }) => !log.startsWith(`${request.device}/`))
    .map(({ log, size }) => ({ log, from: 0, to: size }));
  try {
    const written = await writeBundle(station, {
      kind: 'invitation',
      bundle,
      number,
      to: [{ device: request.device, station: name, recipient: request.recipient }],
      ranges,
      since: [],
      target,
    });
    const entry = bundleExported({
      bundle,
      name: `${name}.pdinvite`,
      number,
      ranges,
      to: [request.device],
      ...written,
    });
    const done = await inTurn(() =>
      record(station, newId('command'), [entry], acting, (last) => ({
        seq: last?.seq ?? -1,
        at: last?.header.at ?? '',
        saved: target,
      })),
    );
    return done.ok ? { ok: true, answer: done.answer } : refuse('read-only', done.message);
  } catch (error) {
    return refuse(
      'folder',
      `${error instanceof Error ? error.message : String(error)} ${name} is enrolled; only its invitation is not written. Read the request again and invite it again.`,
    );
  }
}
