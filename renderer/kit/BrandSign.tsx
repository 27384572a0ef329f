import './brandSign.css';

/** The sign of the product: a list whose last line is signed. */
export function BrandSign({ size = 22 }: { size?: number }) {
  return (
    <svg className="k-brand-sign" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <rect x="2" y="2" width="20" height="20" rx="5" />
      <path d="M7 8h6M7 12h4M7 16h3" strokeWidth="2" />
      <path d="M12.5 15.5l2 2 4-5" strokeWidth="2.2" />
    </svg>
  );
}
