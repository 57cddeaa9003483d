//! Names of people from where the company has offices, and the addresses made from them.

use std::collections::HashSet;

use rand::Rng;
use rand::seq::IndexedRandom;
use unicode_normalization::UnicodeNormalization;

/// First and last names that go together.
struct Origin {
    first: &'static str,
    last: &'static str,
}

const ORIGINS: [Origin; 14] = [
    Origin {
        first: "Anna Lukas Sophie Jonas Lena Felix Hannah Maximilian Clara Niklas Katharina Tobias Johanna Matthias \
                Franziska Florian Greta Jürgen Ute Sebastian Annika Björn Käthe Dirk Heike Moritz Paula Stefan Sabine Uwe",
        last: "Müller Schmidt Weber Wagner Becker Schäfer Hoffmann Köhler Krüger Böhm Lehmann Vogel Schröder Neumann \
               Zimmermann Brandt Haas Jäger Winkler Groß Kühn Seidel Ziegler Arnold Pfeiffer Lorenz Ebert Franke Strauß \
               Hübner",
    },
    Origin {
        first: "Camille Léa Chloé Théo Hugo Inès Manon Baptiste Élodie Rémi Aurélie Mathieu Zoé Loïc Gaëlle Étienne \
                Margaux Julien Noémie François Solène Adrien Maëlys Benoît Hélène",
        last: "Martin Bernard Dubois Lefèvre Moreau Girard Rousseau Fontaine Chevalier Besançon Lemaître Gauthier \
               Perrin Morel Garnier Faure Mercier Blanchard Guérin Boyer Renaud Délépine Vasseur Carpentier Lacroix",
    },
    Origin {
        first: "José María Lucía Alejandro Sofía Andrés Ximena Íñigo Nuria Javier Belén Óscar Martín Pilar Álvaro \
                Valentina Joaquín Inés Sebastián Camila Rubén Mónica Raúl Beatriz Tomás",
        last: "García Fernández López Martínez Sánchez Muñoz Núñez Ibáñez Ramírez Peña Ordóñez Castañeda Vásquez \
               Herrera Domínguez Gutiérrez Cárdenas Quiñones Ávila Salazar Paredes Estévez Rosales Zúñiga Carrasco",
    },
    Origin {
        first: "João Inês Tiago Beatriz Rafael Mariana Gonçalo Leonor Caetano Letícia Thiago Júlia Vinícius Luísa \
                Otávio Fernanda Miguel Catarina Bruno Simone",
        last: "Silva Santos Pereira Oliveira Gonçalves Araújo Magalhães Conceição Figueiredo Cardoso Teixeira Moura \
               Antunes Leitão Falcão Sequeira Nóbrega Barros Guimarães Rezende",
    },
    Origin {
        first: "Giulia Marco Francesca Lorenzo Chiara Matteo Elisa Niccolò Beatrice Davide Noemi Alessandro Ilaria \
                Riccardo Serena Tommaso Greta Pietro Viola Edoardo",
        last: "Rossi Russo Ferrari Esposito Bianchi Colombo Ricci Marino Greco Galli Conti Mancini Lombardi Moretti \
               Barbieri Fontana Santoro Caruso D’Amico De Luca",
    },
    Origin {
        first: "Astrid Søren Ingrid Lars Freja Mikkel Åsa Oskar Signe Håkon Maja Björn Liv Emil Saga Jørgen Elin Nils \
                Tuva Anders Aino Eero Päivi Jukka Sólveig",
        last: "Hansen Johansson Nielsen Lindqvist Bergström Sørensen Dahl Åkesson Nyström Holm Østergaard Lund Ekström \
               Halvorsen Bakke Virtanen Korhonen Mäkinen Jónsdóttir Sjöberg Kjær Haugen Strand Wikström Ström",
    },
    Origin {
        first: "Zofia Łukasz Agnieszka Krzysztof Małgorzata Paweł Zuzanna Michał Jiří Tereza Ondřej Kateřina Štěpán \
                Zsófia Gergő Bálint Réka Dóra Ștefan Ioana Andrei Ana Luka Željko Petra Matej Živa Bogdan Irina Oleksandr",
        last: "Kowalska Wiśniewski Wójcik Kamiński Lewandowska Zieliński Szymański Woźniak Dąbrowski Novák Dvořák \
               Černý Procházka Nagy Szabó Tóth Kovács Horváth Popescu Ionescu Țăran Horvat Kovačević Šarić Petrović \
               Shevchenko Bondarenko Kravchuk Hrushka Melnyk",
    },
    Origin {
        first: "Elif Mehmet Zeynep Emre Ayşe Çağrı Gökçe Burak Şule Ömer İpek Kerem Yasemin Tolga Defne Onur Büşra Deniz \
                Selin Barış",
        last: "Yılmaz Kaya Demir Çelik Şahin Yıldız Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Koç Kurt Özkan \
               Şimşek Polat Erdoğdu",
    },
    Origin {
        first: "Layla Omar Yasmin Karim Amina Tariq Nour Ziad Rania Hassan Salma Idris Mariam Khalid Dalia Samir Huda \
                Nabil Farah Youssef",
        last: "Haddad El-Sayed Al-Rashid Benali Mansour Khoury Nasser Farouk Bouazizi Hamdan Saleh Aziz Qasim Darwish \
               Al-Amin Sabbagh Zahra Chaoui Rahman Othman",
    },
    Origin {
        first: "Amara Chidi Ngozi Kwame Ama Kofi Thandiwe Sipho Wanjiru Kamau Adaeze Tunde Folake Emeka Zanele Lerato \
                Abebe Selam Fatoumata Moussa Akua Babajide Nia Juma Makena",
        last: "Okafor Adeyemi Mensah Nkosi Dlamini Owusu Kamau Otieno Eze Balogun Diallo Traoré Tesfaye Bekele Mwangi \
               Nwosu Asante Moyo Khumalo Njoroge Onyango Abara Sow Kone Achebe",
    },
    Origin {
        first: "Aarav Priya Rohan Ananya Vikram Meera Arjun Kavya Sanjay Lakshmi Dev Ishita Rahul Nisha Karthik Divya \
                Imran Ayesha Nadia Bilal Tharindu Sanduni Farhan Rupa Suresh",
        last: "Sharma Patel Raman Iyer Reddy Nair Gupta Banerjee Chatterjee Mehta Desai Kulkarni Joshi Menon Pillai \
               Krishnan Bose Kapoor Malhotra Verma Khan Hussain Perera Fernando Chowdhury",
    },
    Origin {
        first: "Wei Xiuying Jian Mei Haoran Yuxin Zihan Lihua Jun Ying Kai-Ming Hui-Wen Chia-Hao Siu-Fong Bo Lan Rui Qing \
                Tao Shan",
        last: "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo Lin He Luo Cheung Wong Lau Tsai Hsieh Ng",
    },
    Origin {
        first: "Haruto Yui Sota Sakura Kenji Aiko Ren Hana Daichi Misaki Takumi Emi Min-jun Seo-yeon Ji-ho Ha-eun Do-yun \
                Soo-ah Linh Minh Thảo Đức Ngọc Somchai Siriporn Putri Agus Dewi Rizal Maricel",
        last: "Satō Suzuki Takahashi Tanaka Itō Watanabe Yamamoto Nakamura Kobayashi Katō Kim Lee Park Choi Jung Kang \
               Nguyễn Trần Lê Phạm Vũ Sukhum Wattana Wijaya Santoso Hidayat Tan Lim Reyes Villanueva",
    },
    Origin {
        first: "James Olivia William Emma Benjamin Grace Samuel Chloe Daniel Ruby Ethan Isla Nathan Freya Liam Harriet Owen \
                Niamh Seán Aoife Rhys Cerys Callum Eilidh Marcus Brianna Tyler Savannah Darnell Imani",
        last: "Smith Johnson Brown Taylor Wilson Evans Thomas Roberts Walker Wright Hughes Edwards Green Hall Clarke \
               O’Brien Murphy Kelly Byrne McDonald Campbell Stewart Morgan Bennett Carter Mitchell Washington Freeman \
               Hayes Brooks",
    },
];

/// Draws names and keeps addresses apart.
pub struct Names {
    origins: Vec<(Vec<&'static str>, Vec<&'static str>)>,
    taken: HashSet<String>,
}

impl Names {
    /// With these addresses taken.
    pub fn new(taken: impl IntoIterator<Item = String>) -> Self {
        let words = |text: &'static str| text.split_whitespace().collect();
        let origins = ORIGINS.iter().map(|origin| (words(origin.first), words(origin.last))).collect();
        Self { origins, taken: taken.into_iter().collect() }
    }

    /// A first and a last name.
    pub fn draw(&self, rng: &mut impl Rng) -> (&'static str, &'static str) {
        let Some((first, last)) = self.origins.choose(rng) else { return ("", "") };
        (first.choose(rng).copied().unwrap_or_default(), last.choose(rng).copied().unwrap_or_default())
    }

    /// An address nobody has, such as `jose.nunez@lumen.example` or, for the third of that name, `jose.nunez3@…`.
    pub fn address(&mut self, first: &str, last: &str, domain: &str) -> String {
        let name = format!("{}.{}", plain(first), plain(last));
        let mut address = format!("{name}@{domain}");
        let mut number = 1;
        while !self.taken.insert(address.clone()) {
            number += 1;
            address = format!("{name}{number}@{domain}");
        }
        address
    }
}

/// A name in the letters of an address.
fn plain(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for letter in name.nfd() {
        match letter.to_lowercase().next().unwrap_or(letter) {
            'ø' => text.push('o'),
            'ł' => text.push('l'),
            'đ' => text.push('d'),
            'ı' => text.push('i'),
            'ß' => text.push_str("ss"),
            'æ' => text.push_str("ae"),
            letter if letter.is_ascii_alphanumeric() || letter == '-' => text.push(letter),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_use_plain_letters() {
        assert_eq!(plain("Łukasz"), "lukasz");
        assert_eq!(plain("Sørensen"), "sorensen");
        assert_eq!(plain("Nguyễn"), "nguyen");
        assert_eq!(plain("Yıldız"), "yildiz");
        assert_eq!(plain("O’Brien"), "obrien");
        assert_eq!(plain("İpek"), "ipek");
    }

    #[test]
    fn a_second_person_of_one_name_gets_a_number() {
        let mut names = Names::new([]);
        assert_eq!(names.address("José", "Núñez", "lumen.example"), "jose.nunez@lumen.example");
        assert_eq!(names.address("José", "Núñez", "lumen.example"), "jose.nunez2@lumen.example");
    }
}
