import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../kit/base.css';
import { Gallery } from './Gallery';

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <Gallery />
    </StrictMode>,
  );
}
