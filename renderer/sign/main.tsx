import { createRoot } from 'react-dom/client';
import type { SigningBridge } from '../../main/contract/signing';
import '../kit/base.css';
import { SigningPage } from './SigningPage';

const host = document.getElementById('app');
const { signing } = window as unknown as { readonly signing: SigningBridge };
if (!host) throw new Error('sign.html has no #app');
createRoot(host).render(<SigningPage bridge={signing} />);
