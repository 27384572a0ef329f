import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import './kit/base.css';
import { ask, followLedger, queryClient } from './api';
import { App } from './app/App';

followLedger();
// The names are wanted as soon as it is known that nobody is signed in; both are asked at once.
void queryClient.prefetchQuery({ queryKey: ['people', {}], queryFn: () => ask('people', {}) });

const host = document.getElementById('app');
if (!host) throw new Error('index.html has no #app');
createRoot(host).render(
  <QueryClientProvider client={queryClient}>
    <App />
  </QueryClientProvider>,
);
