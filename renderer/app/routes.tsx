import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { ScreenFault } from './ScreenFault';

const root = createRootRoute({ component: Outlet });

// One screen at several addresses is one component, so that its filters and what is typed stay while something in it opens.
const exceptions = lazyRouteComponent(() => import('../exceptions/ExceptionsScreen'), 'ExceptionsScreen');
const remediation = lazyRouteComponent(() => import('../exceptions/RemediationScreen'), 'RemediationScreen');
const packs = lazyRouteComponent(() => import('../packs/PacksScreen'), 'PacksScreen');
const monthlyReview = lazyRouteComponent(
  () => import('../learning/MonthlyReviewScreen'),
  'MonthlyReviewScreen',
);

/** Every screen once: its path, and the file that draws it. Screens are split, so that the first one is usable soon. */
const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: lazyRouteComponent(() => import('./Home'), 'Home'),
  }),
  // Operators: no navigation, the work is the whole screen
  createRoute({
    getParentRoute: () => root,
    path: '/work',
    component: lazyRouteComponent(() => import('../work/MyWork'), 'MyWork'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/run/$workOrder',
    component: lazyRouteComponent(() => import('../run/RunScreen'), 'RunScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/block/$workOrder/$step',
    component: lazyRouteComponent(() => import('../run/BlockScreen'), 'BlockScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/glass/$workOrder/$step',
    component: lazyRouteComponent(() => import('../run/GlassScreen'), 'GlassScreen'),
  }),
  // Everyone else: the desk
  createRoute({
    getParentRoute: () => root,
    path: '/decisions',
    component: lazyRouteComponent(() => import('../reviews/DecisionsScreen'), 'DecisionsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/gate/$workOrder/$step',
    component: lazyRouteComponent(() => import('../reviews/GateScreen'), 'GateScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/work-orders',
    component: lazyRouteComponent(() => import('../work/WorkOrdersScreen'), 'WorkOrdersScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/work-orders/new',
    component: lazyRouteComponent(() => import('../work/OpenWorkOrderScreen'), 'OpenWorkOrderScreen'),
  }),
  createRoute({ getParentRoute: () => root, path: '/exceptions', component: exceptions }),
  createRoute({
    getParentRoute: () => root,
    path: '/exceptions/$workOrder/$exception',
    component: exceptions,
  }),
  createRoute({ getParentRoute: () => root, path: '/signals/$signal', component: exceptions }),
  createRoute({ getParentRoute: () => root, path: '/signals/$signal/$deed', component: exceptions }),
  createRoute({
    getParentRoute: () => root,
    path: '/reviews/$workOrder/$review',
    component: lazyRouteComponent(() => import('../reviews/ReviewScreen'), 'ReviewScreen'),
  }),
  createRoute({ getParentRoute: () => root, path: '/remediation', component: remediation }),
  createRoute({ getParentRoute: () => root, path: '/remediation/$remediation', component: remediation }),
  createRoute({ getParentRoute: () => root, path: '/monthly-review', component: monthlyReview }),
  createRoute({ getParentRoute: () => root, path: '/monthly-review/$month', component: monthlyReview }),
  createRoute({
    getParentRoute: () => root,
    path: '/rules',
    component: lazyRouteComponent(() => import('../learning/RulesScreen'), 'RulesScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/closure',
    component: lazyRouteComponent(() => import('../closure/ClosureList'), 'ClosureList'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/closure/$workOrder',
    component: lazyRouteComponent(() => import('../closure/ClosureScreen'), 'ClosureScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/ledger',
    component: lazyRouteComponent(() => import('../ledger/LedgerScreen'), 'LedgerScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/history',
    component: lazyRouteComponent(() => import('../history/HistoryScreen'), 'HistoryScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/insight',
    component: lazyRouteComponent(() => import('../insight/InsightScreen'), 'InsightScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/insight/records',
    component: lazyRouteComponent(() => import('../insight/RecordsScreen'), 'RecordsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/insight/$question',
    component: lazyRouteComponent(() => import('../insight/QuestionScreen'), 'QuestionScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/erasures',
    component: lazyRouteComponent(() => import('../erasure/ErasuresScreen'), 'ErasuresScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/erasures/new',
    component: lazyRouteComponent(() => import('../erasure/AskScreen'), 'AskScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/erasures/$erasure',
    component: lazyRouteComponent(() => import('../erasure/ErasureScreen'), 'ErasureScreen'),
  }),
  createRoute({ getParentRoute: () => root, path: '/packs', component: packs }),
  createRoute({ getParentRoute: () => root, path: '/packs/$pack', component: packs }),
  createRoute({
    getParentRoute: () => root,
    path: '/packs/new',
    component: lazyRouteComponent(() => import('../packs/NewPackScreen'), 'NewPackScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/packs/check',
    component: lazyRouteComponent(() => import('../packs/CheckScreen'), 'CheckScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/checklists',
    component: lazyRouteComponent(() => import('../designer/ChecklistsScreen'), 'ChecklistsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/checklists/$checklist',
    component: lazyRouteComponent(() => import('../designer/ChecklistEditor'), 'ChecklistEditor'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/release/$checklist',
    component: lazyRouteComponent(() => import('../designer/ReleaseScreen'), 'ReleaseScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/job-types',
    component: lazyRouteComponent(() => import('../admin/JobTypesScreen'), 'JobTypesScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/codes',
    component: lazyRouteComponent(() => import('../admin/CodesScreen'), 'CodesScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/people',
    component: lazyRouteComponent(() => import('../admin/PeopleScreen'), 'PeopleScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/security',
    component: lazyRouteComponent(() => import('../admin/SecurityScreen'), 'SecurityScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/permissions',
    component: lazyRouteComponent(() => import('../admin/PermissionsScreen'), 'PermissionsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/site',
    component: lazyRouteComponent(() => import('../admin/SiteScreen'), 'SiteScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/stations',
    component: lazyRouteComponent(() => import('../sync/StationsScreen'), 'StationsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/updates',
    component: lazyRouteComponent(() => import('../admin/UpdatesScreen'), 'UpdatesScreen'),
  }),
];

const routeTree = root.addChildren(routes);

/** A router of one person's own, at `place`: it holds their screens and nobody else's. Call `history.destroy()` when they leave. */
export function openRouter(place: string) {
  window.history.replaceState(null, '', `#${place}`);
  return createRouter({
    routeTree,
    history: createHashHistory(),
    defaultPreload: false,
    defaultErrorComponent: ScreenFault,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof openRouter>;
  }
}
