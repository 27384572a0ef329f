import { hex } from '../../proof/encoding';
import { packMembers } from '../../proof/pack/manifest';
import { hashMember, type PackCrypto, type PackSource } from '../../proof/pack/source';

/** Shows the report's pictures from the bytes that were checked; one whose bytes are others is marked, and not shown. */
export async function showPictures(source: PackSource, crypto: PackCrypto): Promise<void> {
  for (const image of document.querySelectorAll<HTMLImageElement>('img[data-sha256]')) {
    const sha256 = image.dataset.sha256 ?? '';
    const member = source.members.get(packMembers.evidence(sha256));
    const right = member !== undefined && hex((await hashMember(crypto, member)).sha256) === sha256;
    const figure = image.closest('figure');
    figure?.classList.toggle('verified', right);
    figure?.classList.toggle('bad', !right);
    if (!right) {
      image.removeAttribute('src');
      image.alt = 'Not shown: these are not the bytes that the entry names.';
      continue;
    }
    const blob = new Blob([new Uint8Array(await member.read(0, member.size))], {
      type: image.dataset.mime ?? '',
    });
    image.loading = 'eager';
    image.src = URL.createObjectURL(blob);
  }
}
