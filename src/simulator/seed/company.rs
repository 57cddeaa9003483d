//! How Lumen Supply is divided: departments, regions, and the finer groups that a larger company has.

/// A department and what its team is for.
pub struct Department {
    pub name: &'static str,
    pub purpose: &'static str,
    /// Whether it handles what should stay inside.
    pub is_sensitive: bool,
}

const fn open(name: &'static str, purpose: &'static str) -> Department {
    Department { name, purpose, is_sensitive: false }
}

const fn closed(name: &'static str, purpose: &'static str) -> Department {
    Department { name, purpose, is_sensitive: true }
}

/// Departments, the ones every size of company has first.
pub const DEPARTMENTS: [Department; 26] = [
    closed("Finance", "Ledger, month-end close and cash"),
    closed("FP&A", "Budget, forecast and board reporting"),
    open("Sales", "Pipeline, bookings and account plans"),
    open("Marketing", "Campaigns, web and events"),
    open("Supply Chain", "Planning from supplier to shelf"),
    open("Data Platform", "Warehouse, models and access to them"),
    closed("People", "Hiring, pay and development"),
    open("Customer Success", "Onboarding, health and renewals"),
    open("Operations", "Sites, shifts and throughput"),
    open("Product", "Roadmap and adoption"),
    open("Engineering", "Shop, apps and integrations"),
    open("Logistics", "Carriers, freight and delivery times"),
    open("Procurement", "Suppliers, contracts and spend"),
    open("Support", "Tickets and service levels"),
    closed("Legal", "Contracts and compliance"),
    open("Merchandising", "Assortment and pricing"),
    open("Quality", "Returns, defects and audits"),
    open("IT", "Devices, networks and identity"),
    closed("Treasury", "Banks, currency and debt"),
    closed("Internal Audit", "Controls and findings"),
    open("Facilities", "Buildings and energy"),
    open("E-Commerce", "Shop conversion and search"),
    open("Partnerships", "Resellers and alliances"),
    open("Field Service", "Installations and repairs"),
    open("Sustainability", "Emissions and sourcing"),
    open("Research", "Materials and light"),
];

/// Regions, the largest first.
pub const REGIONS: [&str; 30] = [
    "EMEA",
    "Americas",
    "APAC",
    "DACH",
    "Nordics",
    "UK & Ireland",
    "Iberia",
    "Benelux",
    "France",
    "Italy",
    "CEE",
    "Türkiye",
    "Middle East",
    "Africa",
    "US East",
    "US West",
    "US Central",
    "Canada",
    "Mexico",
    "Brazil",
    "Andes",
    "Japan",
    "Korea",
    "Greater China",
    "India",
    "ANZ",
    "Southeast Asia",
    "Baltics",
    "Israel",
    "Maghreb",
];

/// Words for the groups within the regions of a department.
pub const GROUPS: [&str; 8] =
    ["Planning", "Reporting", "Key Accounts", "Enablement", "Projects", "Analytics", "Leads", "Field"];

/// The name of the n-th unit of the company: departments, then their regions, then groups in those. Every name is
/// different until the company has more than 6,000 units.
pub fn unit(n: usize) -> (String, &'static Department) {
    let place = n % DEPARTMENTS.len();
    let department = &DEPARTMENTS[place];
    let round = n / DEPARTMENTS.len();
    if round == 0 {
        return (department.name.to_owned(), department);
    }
    let region = REGIONS[(round - 1) % REGIONS.len()];
    match (round - 1) / REGIONS.len() {
        0 => (format!("{} {region}", department.name), department),
        group => {
            let number = (group - 1) / GROUPS.len();
            let group = GROUPS[(group - 1) % GROUPS.len()];
            let suffix = if number == 0 { String::new() } else { format!(" {}", number + 1) };
            (format!("{} {region} {group}{suffix}", department.name), department)
        }
    }
}
