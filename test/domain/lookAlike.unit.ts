import { describe, expect, it } from 'vitest';
import { identifierTaken } from '../../main/domain/people/decide';
import { emptySite, type SiteState } from '../../main/domain/procedure/site';

const siteWith = (identifier: string): SiteState => ({
  ...emptySite,
  people: new Map([
    [
      'usr_1',
      {
        user: 'usr_1',
        name: 'Marta Kovač',
        identifier,
        role: 'operator',
        key: 'k',
        keys: [],
        resets: [],
        active: false,
        since: '',
      },
    ],
  ]),
});

describe('an identifier that is enrolled', () => {
  it.each([
    ['m.kovac', 'M.Kovac'],
    ['l.lund', 'I.lund'],
    ['l.lund', '1.lund'],
    ['o.berg', '0.berg'],
    ['tom', 'torn'],
    ['arne.moe', 'ame.moe'],
  ])(
    'refuses, beside %s, also of a person who left, the look-alike %s, and says whose it is',
    (held, typed) => {
      expect(identifierTaken(siteWith(held), typed)).toMatchObject({
        ok: false,
        code: 'taken',
        message: expect.stringContaining('Marta Kovač'),
        fields: { identifier: expect.any(String) },
      });
    },
  );

  it.each([
    ['i.lund', 'l.lund'],
    ['m.kovac', 'n.kovac'],
    ['m.kovac', 'm.kovac2'],
  ])('leaves, beside %s, the different %s free', (held, typed) => {
    expect(identifierTaken(siteWith(held), typed)).toBeUndefined();
  });
});
