import { ArrowRight, IdCard, LockKeyhole, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { BrandSign } from '../kit/BrandSign';
import { Button, ButtonRow } from '../kit/Button';
import { Card } from '../kit/Card';
import { NumberPad } from '../kit/NumberPad';
import { Face } from '../kit/Status';
import { SizeProvider } from '../kit/size';
import { SecretField } from '../kit/TextField';
import './gallery.css';

/** The lock screen. */
export function LockSample() {
  const [secret, setSecret] = useState('12345');
  return (
    <SizeProvider size="touch">
      <main className="g-lock">
        <section>
          <div className="g-row">
            <BrandSign size={28} />
            <b style={{ font: '600 18px/24px var(--font)' }}>Station K7</b>
            <span className="text-2">Halden plant, press hall</span>
          </div>
          <div
            style={{
              font: '400 112px/112px var(--font)',
              letterSpacing: '-.045em',
              margin: '56px 0 8px -6px',
            }}
          >
            10:52
          </div>
          <div className="t-touch text-2">Tuesday, 10 March 2026</div>
          <h2 className="g-row" style={{ marginTop: 96 }}>
            <LockKeyhole aria-hidden="true" /> Locked. Everything is kept.
          </h2>
          <Card label="Kept work">
            <div className="g-row">
              <Face name="Marta Kovač" size={48} />
              <div>
                <b>Marta Kovač</b>
                <div className="text-2">
                  <span className="mono">WO-K7-000123</span>, step 16, Leak test
                </div>
              </div>
            </div>
          </Card>
        </section>
        <section className="g-stack" style={{ alignContent: 'start' }}>
          <div>
            <h1 className="t-touch-title">Enter your secret</h1>
            <p className="t-touch text-2">Your badge says who. Your secret proves it.</p>
          </div>
          <SecretField
            label="Secret"
            value={secret}
            onChange={setSecret}
            autoFocus
            aside={<a href="#lock">Use the full keyboard</a>}
          />
          <NumberPad
            value={secret}
            onChange={setSecret}
            enterLabel="Open"
            enterIcon={ArrowRight}
            onEnter={() => {}}
          />
          <ButtonRow>
            <Button icon={IdCard}>Not you? New badge</Button>
            <Button icon={UsersRound}>Choose a name</Button>
          </ButtonRow>
        </section>
      </main>
    </SizeProvider>
  );
}
