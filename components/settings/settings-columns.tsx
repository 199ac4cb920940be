import { AccountSection } from "./account-section.tsx";
import { AppearanceSection } from "./appearance-section.tsx";
import { AuditSection } from "./audit-section.tsx";
import { FactorsSection } from "./factors-section.tsx";
import { GridsSection } from "./grids-section.tsx";
import { ManagementSection } from "./management-section.tsx";
import { PeopleSection } from "./people-section.tsx";
import { PlacesSection } from "./places-section.tsx";
import { PowerSection } from "./power-section.tsx";
import { SourcesSection } from "./sources-section.tsx";

/** What many read at the left, what one sets for oneself and for the estimates at the right. */
export function SettingsColumns() {
  return (
    <div className="grid gap-x-10 gap-y-12 desk:grid-cols-[minmax(0,7fr)_minmax(0,4fr)]">
      <div className="grid content-start gap-y-12">
        <PeopleSection />
        <GridsSection />
        <SourcesSection />
        <PlacesSection />
        <ManagementSection />
        <AuditSection />
      </div>
      <div className="grid content-start gap-y-12">
        <PowerSection />
        <FactorsSection />
        <AccountSection />
        <AppearanceSection />
      </div>
    </div>
  );
}
