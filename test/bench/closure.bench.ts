import { join } from 'node:path';
import { makeClosure } from '../../main/closure/closure';
import { renderClosure } from '../../main/closure/render';
import { sampleEvidence, samplePhotos, sampleProject } from '../fixtures/closureRecord';
import { newSigner } from '../fixtures/closureSigner';
import type { BenchCase } from './case';
import { milliseconds } from './case';

export const benchCase: BenchCase = {
  name: 'Make a signed closure with 6 photos',
  against: 'the same PDF, unsigned',
  unit: 'ms',
  pass: { atMost: 2.5 },
  rounds: 9,
  setUp: async () => {
    const record = samplePhotos(6);
    const resources = join(sampleProject, 'resources');
    const signer = await newSigner();
    const render = () => renderClosure({ record, evidence: sampleEvidence, resources });
    // Both read the fonts, and the machine translates the code, before anything is measured.
    for (let i = 0; i < 3; i++) await render();
    return {
      limit: () => milliseconds(render),
      product: () => milliseconds(() => makeClosure(record, sampleEvidence, resources, signer)),
    };
  },
};
