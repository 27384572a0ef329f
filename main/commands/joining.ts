import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../contract/call';
import type { JoiningView } from '../contract/sync';
import { refuse } from '../domain/refusal';
import {
  certificateDer,
  certifiedKey,
  generateCertificateKey,
  isIssuedBy,
  requestCertificate,
  requestedKey,
} from '../identity/certificates';
import { type Enrolment, verifyEnrolment } from '../identity/enrolment';
import { type JoinRequest, requestBytes, signRequest } from '../identity/joinRequest';
import { openKeyStore, type SiteIdentity } from '../identity/keyStore';
import { generateSigningKey, keyId } from '../identity/keys';
import { makeAgeKey } from '../identity/recipient';
import { writeDurably } from '../site/durable';
import {
  holdsSite,
  inTheWay,
  makeSite,
  notFree,
  type OpenSite,
  openSite,
  type SitePlaces,
} from '../site/site';
import type { BundleReading } from '../sync/reading';
import { JobStopped, type Jobs } from './jobs';
import { joiningIn, joiningViewOf, keptRequest } from './joiningState';
import type { Station } from './station';
import { takeBundle } from './taking';

/** What a machine without a site has: a folder for one, ways to ask for files, and jobs. */
export type Joining = {
  readonly places: SitePlaces;
  readonly app: string;
  readonly now: () => number;
  readonly stationOver: (site: OpenSite) => Station;
  readonly askWhere: (name: string) => Promise<string | null>;
  readonly askFile: (words: string, extensions: readonly string[]) => Promise<string | null>;
  readonly jobs: Jobs;
  readonly progress: (done: number, total: number, words: string) => void;
};

function taken(folder: string) {
  if (holdsSite(folder)) return refuse('taken', `There is a site in ${folder} already. Nothing was changed.`);
  const name = inTheWay(folder);
  return name === undefined ? undefined : refuse('folder', notFree(folder, name));
}

/** Makes the keys and the request of this machine, or takes those that are kept, and saves the request where the person says. */
export async function requestToJoin(
  joining: Joining,
  args: { readonly station: string },
): Promise<Outcome<{ readonly saved: string | null; readonly joining: JoiningView }>> {
  const { folder } = joining.places;
  const refusal = taken(folder);
  if (refusal) return refusal;
  let request = keptRequest(folder);
  if (request?.station !== args.station) request = await makeRequest(joining, args.station);
  const saved = await joining.askWhere(`${request.station}.pdrequest`);
  if (saved !== null) {
    try {
      await writeDurably(saved, requestBytes(request));
    } catch {
      return refuse(
        'folder',
        'The request could not be saved there. It is kept on this machine. Choose another folder or stick, and save it again.',
      );
    }
  }
  return { ok: true, answer: { saved, joining: joiningViewOf(request) } };
}

async function makeRequest(joining: Joining, station: string): Promise<JoinRequest> {
  const { folder, protector } = joining.places;
  const making = join(folder, '.joining');
  rmSync(making, { recursive: true, force: true });
  const log = generateSigningKey();
  const [certificateKey, age] = await Promise.all([generateCertificateKey(), makeAgeKey()]);
  const keys = openKeyStore(join(making, 'keys'), protector);
  const device = keys.saveDevice({ logKey: log.pkcs8, certificateKey: certificateKey.pkcs8 });
  keys.saveAgeKey(age);
  const request = signRequest(log.key, {
    v: 1,
    kind: 'process-designer/join-request',
    station,
    device: device.id,
    deviceKey: log.key.publicKey,
    certificateRequest: await requestCertificate(certificateKey, device.id),
    recipient: age.recipient,
    at: new Date(joining.now()).toISOString(),
    app: joining.app,
  });
  await writeDurably(join(making, 'request.json'), requestBytes(request));
  for (const bytes of [log.pkcs8, certificateKey.pkcs8]) bytes.fill(0);
  rmSync(joiningIn(folder), { recursive: true, force: true });
  renameSync(making, joiningIn(folder));
  return request;
}

type Invitation = Extract<BundleReading, { ok: true }>;

/**
 * Opens the invitation with the keys that are kept here, holds it against the request, and makes the site's folder from it: keys,
 * ledger with everything up to now, evidence, and the first entry of this station's own log. All of it, or nothing.
 */
export async function joinSite(joining: Joining): Promise<Outcome<object>> {
  const { places } = joining;
  const refusal = taken(places.folder);
  if (refusal) return refusal;
  const request = keptRequest(places.folder);
  const keys = openKeyStore(join(joiningIn(places.folder), 'keys'), places.protector);
  const age = keys.loadAgeKey();
  if (!request || !age)
    return refuse(
      'not-ready',
      'This machine has made no request yet. Make one, bring it to a station of the site, and come back with the invitation.',
    );
  const path = await joining.askFile('The invitation for this machine', ['pdinvite']);
  const cancelled = { joined: false, siteName: '', station: request.station, entries: 0 };
  if (path === null) return { ok: true, answer: cancelled };
  const work = join(joiningIn(places.folder), 'work');
  try {
    joining.progress(0, 3, 'Reading the invitation');
    const reading = await joining.jobs.run('readBundle', {
      folder: null,
      inbox: work,
      staging: join(work, 'staging'),
      source: path,
      copied: false,
      kind: 'invitation',
      device: request.device,
      site: null,
      rootKey: null,
      identity: age.identity,
    });
    if (!reading.ok) return refuse('not-trusted', reading.words);
    const identity = await identityFrom(reading, request);
    if (!identity)
      return refuse(
        'not-trusted',
        'What the site says about this machine does not fit its request. Nothing was changed. Have the invitation written again from the request that lies here.',
      );
    return await makeJoined(joining, reading, identity, join(work, 'staging'), request);
  } catch (error) {
    if (error instanceof JobStopped) return refuse('not-ready', error.message);
    throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Who this machine is in the site: enrolled by its root under this very key, with a certificate for the key that was asked for. */
async function identityFrom(
  { manifest, keys }: Invitation,
  request: JoinRequest,
): Promise<SiteIdentity | undefined> {
  if (keyId('site', keys.rootKey) !== manifest.site) return undefined;
  for (const { statement, signature, certificate } of keys.devices) {
    const enrolment: Enrolment = { statement: JSON.parse(statement), signature };
    if (enrolment.statement.device !== request.device) continue;
    const digest = createHash('sha256').update(certificateDer(certificate)).digest('hex');
    const fits =
      verifyEnrolment(keys.rootKey, enrolment) &&
      enrolment.statement.deviceKey === request.deviceKey &&
      enrolment.statement.certificate === digest &&
      certifiedKey(certificate) === (await requestedKey(request.certificateRequest)) &&
      // By the time it was signed at: this machine's clock may be set wrong, and says nothing about the site.
      (await isIssuedBy(certificate, keys.rootCertificate, new Date(enrolment.statement.at)));
    if (!fits) return undefined;
    return {
      v: 1,
      site: manifest.site,
      rootKey: keys.rootKey,
      enrolment,
      rootCertificate: keys.rootCertificate,
      deviceCertificate: certificate,
    };
  }
  return undefined;
}

async function makeJoined(
  joining: Joining,
  reading: Invitation,
  identity: SiteIdentity,
  staging: string,
  request: JoinRequest,
): Promise<Outcome<object>> {
  const { places } = joining;
  const { name } = identity.enrolment.statement;
  // A making that was cut off may have written a head of this very log. There is no site here, so it witnesses nothing.
  rmSync(join(places.heads, `${identity.site}-${request.device}.head`), { force: true });
  let entries = 0;
  let siteName = '';
  await makeSite(places.folder, async (inside) => {
    mkdirSync(join(inside, 'keys'), { recursive: true, mode: 0o700 });
    for (const file of ['device.json', 'bundles.json'])
      copyFileSync(join(joiningIn(places.folder), 'keys', file), join(inside, 'keys', file));
    const keys = openKeyStore(join(inside, 'keys'), places.protector);
    for (const wrapped of reading.keys.people) keys.saveUserKey(wrapped);
    keys.saveIdentity(identity);
    joining.progress(1, 3, `Taking ${reading.entries.toLocaleString('en')} entries in`);
    const opened = openSite({ ...places, folder: inside });
    if (!opened.ok) throw new Error(opened.message);
    const station = joining.stationOver(opened.site);
    try {
      ({ entries } = await takeBundle(station, staging, reading, `${name}.pdinvite`, undefined));
      siteName = station.world.site.site?.name ?? '';
    } finally {
      opened.site.drafts.close();
      await opened.site.ledger.close();
    }
    joining.progress(2, 3, 'Putting the site in its place');
  });
  rmSync(joiningIn(places.folder), { recursive: true, force: true });
  joining.progress(3, 3, 'Done');
  return { ok: true, answer: { joined: true, siteName, station: name, entries } };
}
