import { browser } from 'wxt/browser';

/** What browsers offer to open a panel beside the page; the types of neither know the other's. */
type Panels = {
  sidePanel?: { open: (options: { windowId?: number | undefined }) => Promise<void> };
  sidebarAction?: { open: () => Promise<void> };
};

/** Opens the panel in a window. To be called in a click, with nothing awaited before. */
export async function openSidePanel(windowId: number | undefined): Promise<void> {
  const { sidePanel, sidebarAction } = browser as Panels; // as: see above
  if (sidePanel) await sidePanel.open({ windowId });
  else await sidebarAction?.open();
}
