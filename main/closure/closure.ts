import { createHash } from 'node:crypto';
import type { ClosureRecord, EvidenceBytes } from './record';
import { recordBytes, renderClosure } from './render';
import type { ClosureSigner } from './sign';
import { fillSignature } from './sign';

export interface MadeClosure {
  readonly pdf: Uint8Array;
  /** SHA-256 of the PDF, hex: what the ledger names. */
  readonly sha256: string;
  /** The embedded `closure.json`. */
  readonly json: Uint8Array;
}

/** Renders and signs a closure in one go. `resources` is the app's resources folder. */
export async function makeClosure(
  record: ClosureRecord,
  evidence: EvidenceBytes,
  resources: string,
  signer: ClosureSigner,
): Promise<MadeClosure> {
  const rendered = await renderClosure({
    record,
    evidence,
    resources,
    signature: {
      name: `${record.site.name}, station ${record.station.name}`,
      reason: `Closure ${record.number}, ${record.closure_evidence_id}`,
      location: record.site.name,
      at: new Date(record.closedAt),
    },
  });
  const pdf = fillSignature(rendered, signer);
  return { pdf, sha256: createHash('sha256').update(pdf).digest('hex'), json: recordBytes(record) };
}
