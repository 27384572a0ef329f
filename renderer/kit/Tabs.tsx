import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';
import type { Size } from './size';
import { useSize } from './size';
import './tabs.css';

export interface TabItem {
  id: string;
  label: string;
  count?: number;
}

export interface TabsProps {
  label: string;
  items: readonly TabItem[];
  value: string;
  onChange: (id: string) => void;
  /** The panel of the chosen tab. */
  children: ReactNode;
  size?: Size;
}

/** Parts of one place, one shown at a time. The panel takes the rest of the height. */
export function Tabs({ label, items, value, onChange, children, size }: TabsProps) {
  return (
    <AriaTabs
      className="k-tabs"
      data-size={useSize(size)}
      selectedKey={value}
      onSelectionChange={(key) => onChange(String(key))}
    >
      <TabList className="k-tab-list" aria-label={label} items={items} dependencies={[value]}>
        {(item) => (
          <Tab className="k-tab" id={item.id}>
            {item.label}
            {item.count !== undefined && (
              <span className="k-tab-count">{item.count.toLocaleString('en')}</span>
            )}
          </Tab>
        )}
      </TabList>
      {/* A panel keeps the id it was mounted with, so each tab has one of its own. */}
      <TabPanel key={value} id={value} className="k-tab-panel">
        {children}
      </TabPanel>
    </AriaTabs>
  );
}
